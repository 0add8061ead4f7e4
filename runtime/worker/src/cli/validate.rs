//! `validate`: checks configuration files.

use std::{
    io::{IsTerminal as _, Read as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::{USAGE, complain, print};
use crate::{
    check::{self, Code, Input, Options, Severity, Style},
    plugins::Plugins,
};

pub(super) const HELP: &str = "\
A file that has connector.class is a connector's; one that has bootstrap.servers, group.id or
offset.storage.* is a worker's. Connectors are checked with the worker whose file is given too:
with its converters, its config providers and its clients. Nothing is started, and no connection
is made.

  $ kconnect validate worker.properties twitter.properties
  error[invalid-value]

    x Invalid value 1O for configuration tasks.max: Not a number of type INT
     ,-[twitter.properties:3:12]
   3 | tasks.max=1O
     :            ^
     `----
    help: write a whole number, 1 or more

  worker.properties (worker): valid
  twitter.properties (connector): 1 error

Errors are what a worker refuses, and variables that nobody fills in. Warnings are what it takes
and what is seldom meant: keys that nobody knows (errors with --strict or config.strict=true),
repeated keys, old names, blanks at the end of a value, characters beyond ASCII in a properties
file. Values of passwords, and of keys that nobody knows, are shown as [hidden].

A value with a variable such as ${file:/etc/secrets.properties:token} is not looked up and not
checked, unless --resolve is given; its value is not shown then either.

--format json prints one object:
  files     file, kind (worker, connector, or null), and problems, in the order of the file
  problems  severity (error, warning), code (such as invalid-value), key, message, messages (all
            that Kafka says about it), help, line, column, end_line, end_column: from 1, columns
            in characters, the end behind the last one; null where there is none
  errors    how many there are in all files
  warnings  likewise

Exit codes:
  0  no errors; there may be warnings
  1  errors, or the command line was wrong
  2  a file could not be read";

const UNREADABLE: u8 = 2;

/// What to check, and how.
#[derive(Args)]
pub(super) struct Validate {
    /// Properties or JSON files of connectors and their worker; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Keys that nobody knows are errors, as with config.strict=true
    #[arg(long)]
    strict: bool,
    /// Look variables up with the worker's config providers, and check what comes of it
    #[arg(long)]
    resolve: bool,
    /// The form
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with the lines that are wrong
    #[default]
    Text,
    /// One JSON object
    Json,
    /// Annotations of a GitHub workflow
    Github,
}

/// Checks all files, and says all that is wrong.
pub(super) async fn run(plugins: &Plugins, validate: &Validate) -> ExitCode {
    let inputs = validate.files.iter().map(read).collect();
    let options = Options { strict: validate.strict, resolve: validate.resolve };
    // Providers may block.
    let (plugins, check) = (plugins.clone(), move |plugins: Plugins| check::check(&plugins, inputs, options));
    let report = match tokio::task::spawn_blocking(move || check(plugins)).await {
        Ok(report) => report,
        Err(error) => return complain(&error.to_string()),
    };
    print(&match validate.format {
        Format::Text => report.to_text(style()),
        Format::Json => report.to_json(),
        Format::Github => report.to_github(),
    });
    if report.has(Code::Unreadable) {
        return ExitCode::from(UNREADABLE);
    }
    if report.count(Severity::Error) > 0 { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
}

fn read(path: &PathBuf) -> Input {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes);
        return Input { name: "<stdin>".to_owned(), bytes: read };
    }
    Input { name: path.display().to_string(), bytes: std::fs::read(path) }
}

/// Colours are for eyes: on a terminal, unless somebody asked for none (no-color.org).
fn style() -> Style {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let able = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    if wanted && able && std::io::stdout().is_terminal() { Style::Colour } else { Style::Plain }
}
