//! What came of checking some files.

use serde_json::{Value, json};

use super::{
    Code, Kind, Problem, Severity,
    render::{self, Style},
    secrets::Shown,
    source::Source,
};

/// All files, in the order in which they were named.
#[derive(Debug)]
pub(crate) struct Report {
    pub(super) files: Vec<File>,
}

/// A file and what is wrong with it.
#[derive(Debug)]
pub(crate) struct File {
    pub(super) source: Source,
    pub(super) shown: Shown,
    /// What it was taken for; nothing if it could not be read.
    pub(super) kind: Option<Kind>,
    /// In the order of the file.
    pub(super) problems: Vec<Problem>,
}

impl File {
    /// Puts the problems into the order of the file, and takes out what nobody may see.
    pub(super) fn new(source: Source, shown: Shown, kind: Option<Kind>, mut problems: Vec<Problem>) -> Self {
        for problem in &mut problems {
            for message in problem.messages.iter_mut().chain(&mut problem.help) {
                *message = shown.scrub(std::mem::take(message));
            }
        }
        problems
            .sort_by_key(|problem| problem.range.as_ref().map_or((usize::MAX, 0), |range| (range.start, range.end)));
        Self { source, shown, kind, problems }
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }
}

impl Report {
    /// How many there are in all files.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.files.iter().map(|file| file.count(severity)).sum()
    }

    /// Whether there is a problem of that kind.
    pub(crate) fn has(&self, code: Code) -> bool {
        self.files.iter().flat_map(|file| &file.problems).any(|problem| problem.code == code)
    }

    /// For people: every problem, a line for each file, and how many there are.
    pub(crate) fn to_text(&self, style: Style) -> String {
        let mut text = String::new();
        for file in &self.files {
            let problems = render::render(file, style);
            let name = file.source.name();
            let kind = file.kind.map_or_else(String::new, |kind| format!(" ({})", kind.name()));
            let before = if text.is_empty() || problems.is_empty() { "" } else { "\n" };
            let counted = counted(file.count(Severity::Error), file.count(Severity::Warning));
            text.extend([before, &*problems, &*name, &*kind, ": ", counted.as_str(), "\n"]);
        }
        text
    }

    /// For programs; see the help of `kconnect validate`.
    pub(crate) fn to_json(&self) -> String {
        let files: Vec<Value> = self.files.iter().map(file).collect();
        let report = json!({
            "files": files,
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
        });
        format!("{report:#}\n")
    }

    /// For GitHub Actions, which shows each beside its line.
    pub(crate) fn to_github(&self) -> String {
        let annotations =
            self.files.iter().flat_map(|file| file.problems.iter().map(|problem| annotation(file, problem)));
        annotations.collect()
    }
}

fn annotation(file: &File, problem: &Problem) -> String {
    let place = problem.range.as_ref().map_or_else(String::new, |range| {
        let (start, end) = (file.source.position(range.start), file.source.position(range.end));
        let end_column = if start.line == end.line { format!(",endColumn={}", end.column) } else { String::new() };
        format!(",line={},endLine={},col={}{end_column}", start.line, end.line, start.column)
    });
    let message: Vec<_> = problem.messages.iter().chain(&problem.help).map(String::as_str).collect();
    let (severity, name, code) = (problem.severity.name(), property(&file.source.name), problem.code.name());
    format!("::{severity} file={name}{place},title={code}::{}\n", data(&message.join("\n")))
}

fn file(file: &File) -> Value {
    let problem = |problem: &Problem| {
        let (start, end) = match &problem.range {
            Some(range) => (Some(file.source.position(range.start)), Some(file.source.position(range.end))),
            None => (None, None),
        };
        json!({
            "severity": problem.severity.name(),
            "code": problem.code.name(),
            "key": problem.key,
            "message": problem.message(),
            "messages": problem.messages,
            "help": problem.help,
            "line": start.map(|at| at.line),
            "column": start.map(|at| at.column),
            "end_line": end.map(|at| at.line),
            "end_column": end.map(|at| at.column),
        })
    };
    json!({
        "file": file.source.name,
        "kind": file.kind.map(Kind::name),
        "problems": file.problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

fn counted(errors: usize, warnings: usize) -> String {
    let plural = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    match (errors, warnings) {
        (0, 0) => "valid".to_owned(),
        (0, warnings) => format!("valid, with {}", plural(warnings, "warning")),
        (errors, 0) => plural(errors, "error"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// As the commands of a workflow escape what follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As they escape a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
