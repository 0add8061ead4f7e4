//! `plugins` and `docs`: what is in this binary.

use std::process::ExitCode;

use kconnect::host::SourcePlugin;

use super::{complain, print};
use crate::plugins::Plugins;

/// Lists the connectors: class, type, version.
pub(super) fn list(plugins: &Plugins) -> ExitCode {
    let lines: Vec<_> =
        plugins.sources().iter().map(|plugin| format!("{}  source  {}", plugin.class(), plugin.version())).collect();
    print(&(lines.join("\n") + "\n"))
}

/// Prints the keys of one connector, or of each.
pub(super) fn docs(plugins: &Plugins, class: Option<&str>) -> ExitCode {
    let section = |plugin: &dyn SourcePlugin| format!("## {}\n\n{}", plugin.class(), plugin.definition().to_markdown());
    match class {
        None => {
            let sections: Vec<_> = plugins.sources().iter().map(|plugin| section(&**plugin)).collect();
            print(&sections.join("\n"))
        }
        Some(class) => match plugins.source(class) {
            Ok(plugin) => print(&section(&**plugin)),
            Err(error) => complain(&error.to_string()),
        },
    }
}
