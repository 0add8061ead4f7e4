//! `schemas docs`.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{Folders, Which, print};

/// What to print, and how.
#[derive(Args)]
pub(in crate::cli) struct Docs {
    /// The form
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    pub(super) which: Which,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a README
    #[default]
    Markdown,
    /// Sections for a page
    Html,
}

impl Docs {
    pub(super) fn run(&self, folders: &Folders) -> ExitCode {
        let texts = folders.values().map(|catalog| match self.format {
            Format::Markdown => catalog.to_markdown(),
            Format::Html => catalog.to_html(),
        });
        print(&texts.collect::<Vec<_>>().join("\n"))
    }
}
