//! The command line, the same for every binary with connectors in it.

mod config;
mod docs;
mod plugins;
mod schemas;
mod standalone;
mod validate;

use std::{ffi::OsString, io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{log, plugins::Plugins};

/// Runs Kafka Connect connectors without a JVM.
///
/// Properties files, topics, offsets and messages are Kafka Connect's. Logs go to standard error.
#[derive(Parser)]
#[command(name = "kconnect", version, after_long_help = LOG_HELP, max_term_width = 120, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const LOG_HELP: &str = "\
Environment:
  KCONNECT_LOG         what is logged: info (the default), debug, kconnect_twitter=debug,info
  KCONNECT_LOG_FORMAT  plain (the default), or json: an object a line";

#[derive(Subcommand)]
enum Command {
    /// Run connectors on this machine, as Kafka Connect's connect-standalone does
    #[command(after_long_help = standalone::HELP)]
    Standalone {
        /// The worker's properties file: brokers, converters, where offsets are kept
        worker: PathBuf,
        /// Properties or JSON files, one per connector
        #[arg(required = true)]
        connectors: Vec<PathBuf>,
    },
    /// Check configuration files of connectors and workers, without running or connecting to anything
    #[command(after_long_help = validate::HELP)]
    Validate(validate::Validate),
    /// Write or check the configuration keys of the connectors, as files for the repository
    #[command(subcommand)]
    Config(config::Command),
    /// Write, check or list the Avro schemas of the connectors
    #[command(subcommand)]
    Schemas(schemas::Command),
    /// Print the configuration keys of a connector, of all, or of a worker: as Markdown, HTML, a file to begin with, …
    #[command(after_long_help = docs::HELP)]
    Docs(docs::Docs),
    /// List the connectors in this binary
    Plugins,
    /// Print the version
    Version,
}

/// The command line was wrong, or a check found something.
const USAGE: u8 = 1;

/// Runs one command.
pub(crate) async fn run(plugins: Plugins, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Standard output may be closed; there is nobody left to tell.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    match cli.command {
        Command::Standalone { worker, connectors } => {
            log::init_logging("info");
            standalone::run(plugins, &worker, &connectors).await
        }
        Command::Validate(validate) => validate::run(&plugins, &validate).await,
        Command::Config(command) => config::run(&plugins, &command),
        Command::Schemas(command) => schemas::run(&plugins, &command).await,
        Command::Docs(docs) => docs::run(&plugins, &docs),
        Command::Plugins => plugins::list(&plugins),
        Command::Version => print(&format!("{}\n", env!("CARGO_PKG_VERSION"))),
    }
}

/// Prints what was asked for; a reader that went away is no error.
fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    ExitCode::SUCCESS
}

/// Prints why a command failed.
fn complain(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {message}");
    ExitCode::from(USAGE)
}
