//! `schemas register`.

mod access;
mod plan;
mod verdict;

use std::{io::Write as _, path::PathBuf, process::ExitCode};

use clap::Args;

use self::{plan::Planned, verdict::Verdict};
use super::{Which, complain};
use crate::{
    plugins::Plugins,
    registry::{NewSchema, RegisterOptions, RegistryError, SchemaRegistry, SubjectNameStrategy},
};

pub(super) const HELP: &str = "\
The schemas of keys and values are registered as the Avro converter registers them: records in records
are part of the schema that has them. The registry is asked about all of them first; nothing is
registered if one is not compatible with what its subject holds.

Without --topic, subjects are the full names of the records (RecordNameStrategy). With --topic they are
TOPIC-key and TOPIC-value (TopicNameStrategy, the converter's default). A connector that writes several
topics needs --topic RECORD=TOPIC for each record that is a value.

  $ kconnect schemas register --registry http://registry:8081 --dry-run
  $ kconnect schemas register --registry http://registry:8081 --topic twitter-statuses
  $ kconnect schemas register --config worker.properties --topic Status=statuses --topic Deleted=deletions

--config reads Confluent's keys from a file: a worker's, from below value.converter or key.converter, or
one that has them bare: schema.registry.url, schema.registry.ssl.truststore.location, … Variables such as
${env:PASSWORD} are filled in with the file's config.providers.

Environment:
  KCONNECT_REGISTRY_USER_INFO  user:password
  KCONNECT_REGISTRY_TOKEN      a bearer token

Exit codes:
  0  every schema is registered; with --dry-run: could be
  1  a schema is not compatible, or the command line was wrong
  2  the registry did not answer, or refused";

/// The registry did not answer, or refused.
const REFUSED: u8 = 2;

/// What to register, where, and under which names.
#[derive(Args)]
pub(in crate::cli) struct Register {
    /// The addresses of the registry, with commas between them
    #[arg(long, value_name = "URL", required_unless_present = "config")]
    registry: Option<String>,
    /// A properties file with the registry's keys, such as the worker's
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The topic of all records, or of one kind of value
    #[arg(long, value_name = "[RECORD=]TOPIC")]
    topic: Vec<String>,
    /// What subjects are called after: topic, record, topic-record, or the name of Confluent's class
    #[arg(long, value_name = "STRATEGY")]
    subject_strategy: Option<SubjectNameStrategy>,
    /// Have the registry bring the schemas into its normal form
    #[arg(long)]
    normalize: bool,
    /// Ask whether all are compatible, and register none
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    which: Which,
}

impl Register {
    /// Asks about all schemas, then registers them.
    pub(in crate::cli) async fn run(&self, plugins: &Plugins) -> ExitCode {
        let planned = match self.plan(plugins) {
            Ok(planned) => planned,
            Err(message) => return complain(&message),
        };
        let props = match access::props(plugins, self.registry.as_deref(), self.config.as_deref()).await {
            Ok(props) => props,
            Err(message) => return complain(&message),
        };
        let registry = match SchemaRegistry::from_props(&props) {
            Ok(registry) => registry,
            Err(error) => return complain(&error.to_string()),
        };
        match self.ask_and_register(&registry, &planned).await {
            Ok(code) => code,
            Err(error) => {
                complain(&error.to_string());
                ExitCode::from(REFUSED)
            }
        }
    }

    async fn ask_and_register(
        &self,
        registry: &SchemaRegistry,
        planned: &[Planned],
    ) -> Result<ExitCode, RegistryError> {
        let mut broken = 0;
        let mut missing = Vec::new();
        for planned in planned {
            let verdict = verdict::of(registry, planned, self.normalize).await?;
            tell(&verdict.to_line(planned));
            match verdict {
                Verdict::Registered { .. } => {}
                Verdict::New | Verdict::Compatible => missing.push(planned),
                Verdict::Broken { .. } => broken += 1,
            }
        }
        if broken > 0 {
            let none = if self.dry_run { "" } else { "; nothing was registered" };
            return Ok(complain(&format!("{broken} of {} schema(s) are not compatible{none}", planned.len())));
        }
        if self.dry_run {
            tell(&format!("{} schema(s) would be registered", missing.len()));
            return Ok(ExitCode::SUCCESS);
        }
        let options = RegisterOptions::normalized(self.normalize);
        for (number, Planned { subject, text, .. }) in missing.iter().enumerate() {
            let registered = registry.register(subject, &NewSchema::avro(text), &options).await?;
            let version = registered.version.map(|version| format!("version {version}, ")).unwrap_or_default();
            let (number, all) = (number + 1, missing.len());
            tell(&format!("registered {number}/{all}: {subject} ({version}id {})", registered.id));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn plan(&self, plugins: &Plugins) -> Result<Vec<Planned>, String> {
        let chosen = match &self.which.connector {
            None => plugins.sources().collect(),
            Some(class) => vec![plugins.source(class).map_err(|error| error.to_string())?],
        };
        let pairs = chosen.iter().flat_map(|plugin| plugin.pairs());
        let topics = plan::Topics::parse(&self.topic)?;
        let strategy = self.subject_strategy.unwrap_or(if self.topic.is_empty() {
            SubjectNameStrategy::Record
        } else {
            SubjectNameStrategy::Topic
        });
        plan::of(pairs, self.which.namespace_prefix.as_deref(), strategy, &topics)
    }
}

/// Progress, as it is made; a reader that went away is no error.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
