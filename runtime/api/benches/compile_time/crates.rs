//! The crates that are measured.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::fields::{self, Field};

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crate {
    /// The struct alone.
    Plain,
    /// With `#[derive(ConfigDef)]`.
    Config,
    /// And a function that parses properties.
    ConfigUsed,
    /// With `#[derive(clap::Parser)]`.
    Clap,
    /// And a function that parses arguments.
    ClapUsed,
}

impl Crate {
    pub(crate) const ALL: [Self; 5] = [Self::Plain, Self::Config, Self::Clap, Self::ConfigUsed, Self::ClapUsed];

    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Config => "config",
            Self::ConfigUsed => "config-used",
            Self::Clap => "clap-derived",
            Self::ClapUsed => "clap-used",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Plain => "the struct",
            Self::Config => "#[derive(ConfigDef)]",
            Self::ConfigUsed => "#[derive(ConfigDef)] and parse",
            Self::Clap => "#[derive(clap::Parser)]",
            Self::ClapUsed => "#[derive(clap::Parser)] and parse",
        }
    }

    fn dependency(self) -> String {
        match self {
            Self::Plain => String::new(),
            Self::Config | Self::ConfigUsed => format!("kconnect = {{ path = {:?} }}\n", env!("CARGO_MANIFEST_DIR")),
            // The version that the workspace's lock file has.
            Self::Clap | Self::ClapUsed => "clap = { version = \"4\", features = [\"derive\"] }\n".to_owned(),
        }
    }

    fn source(self) -> String {
        let (derives, attribute): (_, fn(&Field) -> String) = match self {
            Self::Plain => ("Clone, Debug", |_| String::new()),
            Self::Config | Self::ConfigUsed => ("Clone, Debug, kconnect::ConfigDef", Field::config),
            Self::Clap | Self::ClapUsed => ("Clone, Debug, clap::Parser", Field::clap),
        };
        let function = match self {
            Self::Plain | Self::Config | Self::Clap => "",
            Self::ConfigUsed => {
                "\npub fn settings(props: &kconnect::Props) -> Result<Settings, kconnect::Validation> {\n    \
                 kconnect::ConfigDef::parse(props)\n}\n"
            }
            Self::ClapUsed => {
                "\npub fn settings(args: Vec<String>) -> Result<Settings, clap::Error> {\n    \
                 clap::Parser::try_parse_from(args)\n}\n"
            }
        };
        let fields: String = fields::all().map(|field| field.declare(&attribute(&field))).collect();
        format!(
            "use std::path::PathBuf;\n\n/// The settings.\n#[derive({derives})]\npub struct Settings {{\n{fields}}}\n{function}"
        )
    }
}

/// The folder with all of them.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Writes the crates into a folder. What was built there before stays.
    pub(crate) fn make(folder: &Path) -> Self {
        let workspace = Self { folder: folder.to_owned() };
        for one in Crate::ALL {
            let source = workspace.source(one);
            fs::create_dir_all(source.parent().expect("a folder")).expect("a folder for the crate");
            fs::write(source, one.source()).expect("the crate's source");
            let manifest = format!(
                "[package]\nname = {:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}",
                one.package(),
                one.dependency()
            );
            fs::write(folder.join(one.package()).join("Cargo.toml"), manifest).expect("the crate's manifest");
        }
        let members = Crate::ALL.map(Crate::package);
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        fs::write(folder.join("Cargo.toml"), manifest).expect("the workspace's manifest");
        // The same versions as everywhere in the project.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).expect("the project's lock file");
        workspace
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    pub(crate) fn source(&self, one: Crate) -> PathBuf {
        self.folder.join(one.package()).join("src").join("lib.rs")
    }
}
