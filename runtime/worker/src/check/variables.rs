//! Variables in a file: whether there is somebody to fill them in, and what comes of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use kconnect::{
    Prop, Props, Validation,
    config::{
        ConfigData, ConfigProvider, ConfigTransformer, ConfigVariable, ProviderClasses, Secrets, parse_variables,
    },
};

use super::{
    Code, Problem,
    document::{Document, Entry},
};

/// Who fills variables in.
#[derive(Debug)]
pub(super) enum Providers {
    /// No worker says so.
    Unknown,
    /// The worker's providers, by name alone: nothing is looked up.
    Named(ConfigTransformer),
    /// The worker's providers.
    Ready(ConfigTransformer),
}

/// A configuration after its variables were looked at.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) props: Props,
    pub(super) problems: Vec<Problem>,
    /// Keys whose values nobody knows.
    pub(super) open: BTreeSet<String>,
    /// What variables stand for.
    pub(super) secrets: Secrets,
}

/// Stands for every provider when nothing may be looked up.
struct Closed;

impl ConfigProvider for Closed {
    fn get(&self, _path: &str, _keys: Option<&BTreeSet<String>>) -> kconnect::Result<ConfigData> {
        Ok(ConfigData::default())
    }
}

const CONFIG_PROVIDERS: &str = "config.providers";

impl Providers {
    /// Those of a worker's file, and what is wrong with the way in which it names them. With `resolve` they are made,
    /// which may read files; blocks the thread.
    pub(super) fn of(worker: &Props, classes: &ProviderClasses, resolve: bool) -> (Self, Option<Validation>) {
        if resolve {
            return match ConfigTransformer::configured(worker, classes) {
                Ok(transformer) => (Self::Ready(transformer), None),
                Err(problems) => (Self::named(worker), Some(problems)),
            };
        }
        // Their parameters are left out, or they would be used.
        let class =
            |key: &str| key.strip_prefix(CONFIG_PROVIDERS).is_some_and(|rest| rest.rsplit('.').next() == Some("class"));
        let unknown = |key: &String, prop: &Prop| {
            class(key) && prop.expose().is_some_and(|name| classes.create(name.trim()).is_none())
        };
        let names = names(worker);
        let wrong: Vec<_> = names
            .iter()
            .filter(|name| {
                let key = format!("{CONFIG_PROVIDERS}.{name}.class");
                worker.get(&key).is_none_or(|prop| unknown(&key, prop))
            })
            .cloned()
            .collect();
        let mut only: Props =
            worker.iter().filter(|(key, _)| class(key)).map(|(key, prop)| (key.clone(), prop.clone())).collect();
        only.insert(CONFIG_PROVIDERS.to_owned(), Prop::Plain(wrong.join(",")));
        (Self::named(worker), ConfigTransformer::configured(&only, classes).err())
    }

    fn named(worker: &Props) -> Self {
        let closed = |name: String| -> (String, Arc<dyn ConfigProvider>) { (name, Arc::new(Closed)) };
        Self::Named(ConfigTransformer::new(names(worker).into_iter().map(closed).collect::<BTreeMap<_, _>>()))
    }

    /// Looks the variables of a file up, or only at them. Blocks the thread.
    pub(super) fn fill_in(&self, document: &Document) -> Filled {
        let props: Props = document
            .entries
            .iter()
            .map(|entry| (entry.key.clone(), entry.text().map_or(Prop::Null, Prop::from)))
            .collect();
        let with_variables = document.entries.iter().filter(|entry| !variables(entry).is_empty());
        let with_variables: BTreeSet<_> = with_variables.map(|entry| entry.key.clone()).collect();
        let mut filled = Filled { props, problems: Vec::new(), open: BTreeSet::new(), secrets: Secrets::default() };
        match self {
            Self::Unknown => filled.open = with_variables,
            Self::Named(transformer) => {
                filled.look_up(document, transformer, |known| !known);
                filled.open = with_variables;
            }
            Self::Ready(transformer) => filled.look_up(document, transformer, |_| true),
        }
        filled
    }
}

/// As the worker reads the list.
fn names(worker: &Props) -> Vec<String> {
    let text = worker.get(CONFIG_PROVIDERS).and_then(Prop::expose).unwrap_or_default();
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn variables(entry: &Entry) -> Vec<ConfigVariable> {
    entry.text().map(parse_variables).unwrap_or_default()
}

impl Filled {
    /// `tell` chooses by whether the provider is known.
    fn look_up(&mut self, document: &Document, transformer: &ConfigTransformer, tell: fn(bool) -> bool) {
        let done = match transformer.transform(&self.props) {
            Ok(done) => done,
            Err(error) => {
                for failure in error.failures {
                    let part = if failure.variable.path.is_empty() {
                        &failure.variable.span
                    } else {
                        &failure.variable.path_span
                    };
                    self.add(document, &failure.key, part, failure.to_string(), None);
                }
                // The others are looked up without those.
                let without: Props = self
                    .props
                    .iter()
                    .filter(|(key, _)| !self.open.contains(*key))
                    .map(|(key, prop)| (key.clone(), prop.clone()))
                    .collect();
                let Ok(done) = transformer.transform(&without) else { return };
                done
            }
        };
        self.props.extend(done.props);
        self.secrets = Secrets::of(self.props.values());
        for unresolved in done.unresolved.iter().filter(|unresolved| tell(unresolved.known_provider)) {
            let variable = &unresolved.variable;
            let part = if unresolved.known_provider { &variable.key_span } else { &variable.provider_span };
            let help = match (&unresolved.suggestion, unresolved.known_provider) {
                (Some(meant), _) => format!("did you mean `{meant}`?"),
                (None, true) => "add it there, or name another one".to_owned(),
                (None, false) => format!(
                    "name it in the worker's file: config.providers={0} and config.providers.{0}.class=<class>",
                    variable.provider
                ),
            };
            let message = unresolved.to_string();
            let message = message.split_once("; did you mean").map_or(&*message, |(message, _)| message).to_owned();
            self.add(document, &unresolved.key, part, message, Some(help));
        }
    }

    fn add(
        &mut self,
        document: &Document,
        key: &str,
        part: &std::ops::Range<usize>,
        message: String,
        help: Option<String>,
    ) {
        let mut problem = Problem::error(Code::Variable, message).of(key);
        problem.help = help;
        problem.range = document.get(key).map(|entry| entry.part(part));
        self.problems.push(problem);
        self.open.insert(key.to_owned());
    }
}
