//! `plugins`: what is in this binary.

use std::process::ExitCode;

use super::print;
use crate::plugins::Plugins;

/// Lists the connectors: class, type, version.
pub(super) fn list(plugins: &Plugins) -> ExitCode {
    let lines: Vec<_> =
        plugins.sources().iter().map(|plugin| format!("{}  source  {}", plugin.class(), plugin.version())).collect();
    print(&(lines.join("\n") + "\n"))
}
