//! Reads files, has them judged, and finds in them what is wrong.

use std::{collections::BTreeSet, io, path::Path};

use kconnect::{
    ConfigDef as _, Props, Validation,
    config::{ConfigKey, ConfigType, Definition},
};

use super::{
    Code, File, Kind, Problem, Report, Severity, advice,
    document::{Document, Entry, Syntax},
    json_file::no_text,
    judge::{self, Finding, Verdict},
    message::{is_consequence, missing},
    place,
    secrets::Shown,
    source::Source,
    values,
    variables::{Filled, Providers},
};
use crate::{
    config::{ConnectorConfig, SourceConnectorConfig, StandaloneConfig},
    plugins::Plugins,
    properties::{ConnectorFile, FileError},
};

/// A file to check.
#[derive(Debug)]
pub(crate) struct Input {
    /// As the user named it.
    pub(crate) name: String,
    /// What is in it, or why that is not known.
    pub(crate) bytes: io::Result<Vec<u8>>,
}

/// How to check.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Keys that nobody knows are errors.
    pub(crate) strict: bool,
    /// Variables are looked up.
    pub(crate) resolve: bool,
}

/// A worker whose file is among those to check.
struct Worker {
    props: Props,
    strict: bool,
    providers: Providers,
}

/// Checks files; the connectors with the first worker among them. Providers may block the thread.
pub(crate) fn check(plugins: &Plugins, inputs: Vec<Input>, options: Options) -> Report {
    let mut checker = Checker { plugins, options, worker: None, names: BTreeSet::new() };
    let mut files = Vec::new();
    let mut connectors = Vec::new();
    // Workers first, wherever they are named.
    for (number, input) in inputs.into_iter().enumerate() {
        match read(input) {
            Err(unreadable) => files.push((number, *unreadable)),
            Ok(Read { document, kind: Kind::Worker, .. }) => files.push((number, checker.worker(document))),
            Ok(read) => connectors.push((number, read)),
        }
    }
    for (number, Read { document, bytes, .. }) in connectors {
        files.push((number, checker.connector(document, &bytes)));
    }
    files.sort_by_key(|(number, _)| *number);
    Report { files: files.into_iter().map(|(_, file)| file).collect() }
}

/// A file with some sense in it.
struct Read {
    document: Document,
    bytes: Vec<u8>,
    kind: Kind,
}

fn read(input: Input) -> Result<Read, Box<File>> {
    let hopeless = |document: Document| {
        let shown = Shown::of_unread(&document);
        Box::new(File::new(document.source, shown, None, document.problems))
    };
    match input.bytes {
        Ok(bytes) => {
            let document = Document::read(&input.name, &bytes);
            if !document.readable {
                return Err(hopeless(document));
            }
            let kind = Kind::of(&document);
            Ok(Read { document, bytes, kind })
        }
        Err(error) => {
            let mut document = Document::new(Source::new(&input.name, b""), Syntax::Properties);
            document.problems.push(Problem::error(Code::Unreadable, format!("the file cannot be read: {error}")));
            Err(hopeless(document))
        }
    }
}

struct Checker<'a> {
    plugins: &'a Plugins,
    options: Options,
    worker: Option<Worker>,
    /// Of the connectors so far.
    names: BTreeSet<String>,
}

impl Checker<'_> {
    fn worker(&mut self, mut document: Document) -> File {
        if document.syntax == Syntax::Json {
            let message = "a worker's configuration is read from a properties file only";
            document.problems.push(Problem::warning(Code::Syntax, message).help("write it as lines of key=value"));
        }
        let written = Providers::Unknown.fill_in(&document).props;
        let (providers, wrong) = Providers::of(&written, &self.plugins.config_providers, self.options.resolve);
        let filled = providers.fill_in(&document);
        let mut verdict = judge::worker(&document, filled.props.clone(), self.options.strict);
        verdict.findings.extend(wrong.iter().flat_map(provider_findings));
        let worker = Worker { props: filled.props.clone(), strict: verdict.strict, providers };
        self.worker.get_or_insert(worker);
        Assembly { plugins: self.plugins, document, verdict }.file(Kind::Worker, filled)
    }

    fn connector(&mut self, document: Document, bytes: &[u8]) -> File {
        let worker = self.worker.as_ref();
        let mut filled = worker.map_or(&Providers::Unknown, |worker| &worker.providers).fill_in(&document);
        if self.options.resolve && worker.is_none() {
            filled.problems.extend(filled.open.iter().map(|key| {
                let problem = Problem::warning(Code::Variable, "nobody fills in the variable").of(key);
                let problem = problem.help("name the worker's file too: it says which config providers there are");
                match document.get(key) {
                    Some(entry) => problem.at(entry.whole()),
                    None => problem,
                }
            }));
        }
        let given = worker.map(|worker| (&worker.props, worker.strict));
        let mut verdict = judge::connector(&document, self.plugins, filled.props.clone(), given, self.options.strict);
        if let Some(name) = document.text(ConnectorConfig::NAME_CONF).filter(|name| !name.is_empty())
            && !self.names.insert(name.to_owned())
        {
            verdict.findings.push(Finding {
                severity: Severity::Error,
                code: Code::DuplicateConnector,
                key: Some(ConnectorConfig::NAME_CONF.to_owned()),
                message: format!("Connector {name} already exists"),
            });
        }
        let mut assembly = Assembly { plugins: self.plugins, document, verdict };
        assembly.reread(bytes);
        assembly.file(Kind::Connector, filled)
    }
}

fn provider_findings(problems: &Validation) -> impl Iterator<Item = Finding> {
    problems.errors().flat_map(|(key, messages)| {
        messages.iter().map(move |message| Finding {
            severity: Severity::Error,
            code: match missing(message) {
                Some(_) => Code::MissingKey,
                None if message.contains("Failed to find any class") => Code::UnknownClass,
                None => Code::Refused,
            },
            key: Some(key.to_owned()),
            message: message.clone(),
        })
    })
}

/// A file while its problems are put together.
struct Assembly<'a> {
    plugins: &'a Plugins,
    document: Document,
    verdict: Verdict,
}

impl Assembly<'_> {
    /// Whatever else keeps `standalone` from reading the file.
    fn reread(&mut self, bytes: &[u8]) {
        let document = &mut self.document;
        let told = document.problems.iter().any(|problem| problem.severity == Severity::Error)
            || self.verdict.findings.iter().any(|finding| finding.severity == Severity::Error);
        if let (false, Err(error)) = (told, ConnectorFile::parse(&document.source.name, bytes)) {
            let mut problem = Problem::error(Code::Refused, error.to_string());
            if let FileError::NotText { key, found, .. } = &error {
                problem = no_text(key, found);
                problem.range = document.get(key).map(Entry::whole);
            }
            document.problems.push(problem);
        }
    }

    fn file(mut self, kind: Kind, mut filled: Filled) -> File {
        let mut problems = std::mem::take(&mut self.document.problems);
        // What could not be read is neither missing nor wrong.
        let unread = problems.iter().filter(|problem| problem.code == Code::Syntax);
        filled.open.extend(unread.filter_map(|problem| problem.key.clone()));
        problems.append(&mut filled.problems);
        let mut found: Vec<Problem> = Vec::new();
        for finding in &self.verdict.findings {
            if finding.key.as_ref().is_some_and(|key| filled.open.contains(key)) {
                continue;
            }
            match found.iter_mut().find(|problem| problem.key == finding.key && problem.severity == Severity::Error) {
                Some(first) if is_consequence(&finding.message) => first.messages.push(finding.message.clone()),
                _ => found.push(self.problem(finding)),
            }
        }
        problems.append(&mut found);
        let wrong: BTreeSet<_> = problems.iter().filter_map(|problem| problem.key.clone()).collect();
        problems.extend(self.blanks().filter(|problem| problem.key.as_ref().is_none_or(|key| !wrong.contains(key))));
        problems.extend(self.joined_lines());
        let Self { document, verdict: Verdict { findings, definition, .. }, .. } = self;
        let judged: BTreeSet<_> = findings
            .iter()
            .filter(|finding| finding.code != Code::UnknownKey)
            .filter_map(|finding| finding.key.as_deref())
            .collect();
        let known = |key: &str| is_defined(&definition, key) || judged.contains(key) || filled.open.contains(key);
        let mut shown = Shown::of(&document, &definition, &known);
        shown.keep(&filled.secrets);
        File::new(document.source, shown, Some(kind), problems)
    }

    fn problem(&self, finding: &Finding) -> Problem {
        let Finding { severity, code, key, message } = finding;
        let document = &self.document;
        // What was meant is help.
        let said = message.split_once(MEANT).map_or(message.as_str(), |(said, _)| said);
        let mut problem = Problem::new(*severity, *code, said);
        problem.key.clone_from(key);
        let Some(key) = key else { return problem };
        let known = self.verdict.definition.get(key).or_else(|| alias_of(&self.verdict.definition, key));
        let Some(entry) = document.get(key) else {
            // A key that the connector asks for is missing because of its class.
            let class = document.get(ConnectorConfig::CONNECTOR_CLASS_CONF).filter(|_| self.is_own(key));
            problem.range = Some(class.map_or_else(|| document.end.clone(), Entry::whole));
            if *code == Code::MissingKey {
                problem.help = Some(self.missing(key));
            }
            return problem;
        };
        let secret = values::is_secret(&self.verdict.definition, key);
        problem.range = Some(match code {
            Code::UnknownKey | Code::DeprecatedKey | Code::Ineffective => entry.key_range.clone(),
            _ if secret => entry.whole(),
            _ => place::of(entry, known, message),
        });
        problem.help = match code {
            Code::UnknownKey => {
                // Clients and converters know their keys without what stands before them.
                let named = message.split(' ').find(|word| key.ends_with(word) && word.contains('.'));
                let prefix = named.and_then(|word| key.strip_suffix(word)).unwrap_or_default();
                Some(meant(message).map_or_else(
                    || "remove it; `kconnect docs` lists the keys that there are".to_owned(),
                    |meant| format!("did you mean `{prefix}{meant}`?"),
                ))
            }
            Code::DeprecatedKey => {
                let new = message.rsplit_once(": use ").map(|(_, new)| format!("write `{new}` instead"));
                new.or_else(|| Some("remove it".to_owned()))
            }
            Code::UnknownClass => class(entry.text().unwrap_or_default(), message),
            Code::Unsupported => Some("remove it".to_owned()),
            Code::DuplicateConnector => Some("give each connector a name of its own".to_owned()),
            Code::InvalidValue if secret => None,
            Code::InvalidValue => advice::of(known, entry.text(), message),
            _ => meant(message).map(|meant| format!("did you mean `{meant}`?")),
        };
        problem
    }

    /// Whether the key is the connector's, not one that every connector has.
    fn is_own(&self, key: &str) -> bool {
        self.verdict.definition.get(key).is_some() && SourceConnectorConfig::definition().get(key).is_none()
    }

    /// A line to add, or the misspelt one that is there.
    fn missing(&self, key: &str) -> String {
        let near = |entry: &&Entry| {
            let distance = strsim::damerau_levenshtein(&entry.key, key);
            // Names in keys are the user's.
            let named = key.starts_with("config.providers.");
            !named && distance <= key.len() / 5 && !is_defined(&self.verdict.definition, &entry.key)
        };
        if let Some(misspelt) = self.document.entries.iter().find(near) {
            let line = self.document.source.position(misspelt.key_range.start).line;
            return format!("rename `{}` on line {line} to `{key}`", misspelt.key);
        }
        format!("add the line  {}", self.document.line(key, &self.example(key)))
    }

    fn example(&self, key: &str) -> String {
        match key {
            ConnectorConfig::NAME_CONF => {
                let stem = Path::new(&self.document.source.name).file_stem().and_then(|stem| stem.to_str());
                stem.filter(|stem| !stem.starts_with('<')).unwrap_or("my-connector").to_owned()
            }
            ConnectorConfig::CONNECTOR_CLASS_CONF => {
                self.plugins.connectors().first().map_or("<class>", |plugin| plugin.class()).to_owned()
            }
            StandaloneConfig::KEY_CONVERTER_CONF | StandaloneConfig::VALUE_CONVERTER_CONF => {
                "io.confluent.connect.avro.AvroConverter".to_owned()
            }
            StandaloneConfig::OFFSET_STORAGE_FILE_FILENAME_CONF => "/var/lib/kconnect/offsets".to_owned(),
            _ if key.ends_with("schema.registry.url") => "http://localhost:8081".to_owned(),
            _ => self.verdict.definition.get(key).map_or_else(|| "<value>".to_owned(), advice::example),
        }
    }

    /// Blanks that become part of a text: nobody sees them.
    fn blanks(&self) -> impl Iterator<Item = Problem> {
        let entries = self.document.entries.iter();
        entries.filter_map(|entry| {
            let known = self.verdict.definition.get(&entry.key).filter(|key| key.config_type == ConfigType::String)?;
            let value = entry.text().filter(|value| !value.trim().is_empty())?;
            let end = place::trimmed(value).end;
            if end == value.len() {
                return None;
            }
            let message = format!("the value of `{}` ends with blanks, which belong to it", known.name);
            let problem = Problem::warning(Code::TrailingBlank, message).of(&entry.key);
            Some(problem.help("remove them").at(entry.part(&(end..value.len()))))
        })
    }

    /// Lines that a backslash joined to another, and that would have been a key.
    fn joined_lines(&self) -> impl Iterator<Item = Problem> {
        let definition = &self.verdict.definition;
        self.document.entries.iter().flat_map(move |entry| {
            values::joined(entry).filter(|(key, _)| is_defined(definition, key)).map(move |(key, range)| {
                let message = format!(
                    "`{key}` is read as a part of the value of `{}`, because the line before ends with a backslash",
                    entry.key
                );
                let problem = Problem::warning(Code::JoinedLine, message).of(key).at(entry.part(&range));
                problem.help("remove the backslash at the end of the line before")
            })
        })
    }
}

/// The class that was probably meant.
fn class(value: &str, message: &str) -> Option<String> {
    let known = ["Known converters: ", "are: "].iter().find_map(|before| Some(message.split_once(before)?.1))?;
    let known = known.split_once(MEANT).map_or(known, |(known, _)| known);
    let classes: Vec<_> = known.split(", ").collect();
    let simple = |class: &str| class.rsplit(['.', '$']).next().unwrap_or_default().to_owned();
    let value = value.trim();
    let same = classes.iter().find(|class| simple(class) == simple(value)).copied();
    let near = || advice::nearest(value, classes.iter().copied());
    let near_simple = || {
        let names: Vec<_> = classes.iter().map(|class| simple(class)).collect();
        let meant = advice::nearest(&simple(value), names.iter().map(String::as_str))?;
        classes.iter().find(|class| simple(class) == meant).copied()
    };
    match same.or_else(near).or_else(near_simple) {
        Some(meant) => Some(format!("did you mean `{meant}`?")),
        None => Some(format!("write one of: {}", classes.join(", "))),
    }
}

/// What stands between a message and a suggestion.
const MEANT: &str = "; did you mean ";

/// What a message suggests.
fn meant(message: &str) -> Option<&str> {
    message.split_once(MEANT).map(|(_, meant)| meant.trim_end_matches('?'))
}

fn alias_of<'a>(definition: &'a Definition, key: &str) -> Option<&'a ConfigKey> {
    definition.keys().iter().find(|known| known.aliases.iter().any(|alias| alias == key))
}

fn is_defined(definition: &Definition, key: &str) -> bool {
    definition.get(key).is_some() || alias_of(definition, key).is_some()
}
