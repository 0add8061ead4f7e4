//! The crates that are measured.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    fields::{self, Field},
    status,
};

/// What is derived for, and beside what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A configuration of 40 keys: `ConfigDef` beside clap.
    Config,
    /// A record of 75 fields: `ConnectSchema` beside serde.
    Record,
}

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The struct alone.
    Plain,
    /// With our derive.
    Ours,
    /// With the other one.
    Theirs,
    /// Ours, and functions that use it.
    OursUsed,
    /// The other one, and functions that use it.
    TheirsUsed,
}

/// A crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Crate {
    pub(crate) subject: Subject,
    pub(crate) kind: Kind,
}

impl Subject {
    pub(crate) const ALL: [Self; 2] = [Self::Config, Self::Record];

    pub(crate) fn fields(self) -> usize {
        match self {
            Self::Config => fields::all().count(),
            Self::Record => status::all().count(),
        }
    }

    /// The name of our derive, of the other library, and of what the functions do.
    pub(crate) fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Config => ("ConfigDef", "clap", "with parsing"),
            Self::Record => ("ConnectSchema", "serde", "with writing and reading"),
        }
    }
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Plain, Self::Ours, Self::Theirs, Self::OursUsed, Self::TheirsUsed];
}

impl Crate {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Subject::ALL.into_iter().flat_map(|subject| Kind::ALL.map(|kind| Self { subject, kind }))
    }

    pub(crate) fn package(self) -> &'static str {
        match (self.subject, self.kind) {
            (Subject::Config, Kind::Plain) => "plain",
            (Subject::Config, Kind::Ours) => "config",
            (Subject::Config, Kind::OursUsed) => "config-used",
            (Subject::Config, Kind::Theirs) => "clap-derived",
            (Subject::Config, Kind::TheirsUsed) => "clap-used",
            (Subject::Record, Kind::Plain) => "record-plain",
            (Subject::Record, Kind::Ours) => "record",
            (Subject::Record, Kind::OursUsed) => "record-used",
            (Subject::Record, Kind::Theirs) => "serde-derived",
            (Subject::Record, Kind::TheirsUsed) => "serde-used",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match (self.subject, self.kind) {
            (_, Kind::Plain) => "the struct",
            (Subject::Config, Kind::Ours) => "#[derive(ConfigDef)]",
            (Subject::Config, Kind::OursUsed) => "#[derive(ConfigDef)] and parse",
            (Subject::Config, Kind::Theirs) => "#[derive(clap::Parser)]",
            (Subject::Config, Kind::TheirsUsed) => "#[derive(clap::Parser)] and parse",
            (Subject::Record, Kind::Ours) => "#[derive(ConnectSchema)]",
            (Subject::Record, Kind::OursUsed) => "#[derive(ConnectSchema)] and Avro",
            (Subject::Record, Kind::Theirs) => "#[derive(Serialize, Deserialize)]",
            (Subject::Record, Kind::TheirsUsed) => "serde's derives and JSON",
        }
    }

    /// Of other libraries the versions that the workspace's lock file has.
    fn dependency(self) -> String {
        let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
        match (self.subject, self.kind) {
            (_, Kind::Plain) => String::new(),
            (_, Kind::Ours | Kind::OursUsed) => format!("kconnect = {{ path = {:?} }}\n", env!("CARGO_MANIFEST_DIR")),
            (Subject::Config, _) => "clap = { version = \"4\", features = [\"derive\"] }\n".to_owned(),
            (Subject::Record, Kind::Theirs) => serde.to_owned(),
            (Subject::Record, Kind::TheirsUsed) => format!("{serde}serde_json = \"1\"\n"),
        }
    }

    fn source(self) -> String {
        match self.subject {
            Subject::Config => self.settings(),
            Subject::Record => self.record(),
        }
    }

    fn settings(self) -> String {
        let (derives, attribute): (_, fn(&Field) -> String) = match self.kind {
            Kind::Plain => ("Clone, Debug", |_| String::new()),
            Kind::Ours | Kind::OursUsed => ("Clone, Debug, kconnect::ConfigDef", Field::config),
            Kind::Theirs | Kind::TheirsUsed => ("Clone, Debug, clap::Parser", Field::clap),
        };
        let function = match self.kind {
            Kind::Plain | Kind::Ours | Kind::Theirs => "",
            Kind::OursUsed => {
                "\npub fn settings(props: &kconnect::Props) -> Result<Settings, kconnect::Validation> {\n    \
                 kconnect::ConfigDef::parse(props)\n}\n"
            }
            Kind::TheirsUsed => {
                "\npub fn settings(args: Vec<String>) -> Result<Settings, clap::Error> {\n    \
                 clap::Parser::try_parse_from(args)\n}\n"
            }
        };
        let fields: String = fields::all().map(|field| field.declare(&attribute(&field))).collect();
        format!(
            "use std::path::PathBuf;\n\n/// The settings.\n#[derive({derives})]\npub struct Settings {{\n{fields}}}\n{function}"
        )
    }

    fn record(self) -> String {
        let attributes = match self.kind {
            Kind::Plain => "#[derive(Clone, Debug)]",
            Kind::Ours | Kind::OursUsed => {
                "#[derive(Clone, Debug, kconnect::ConnectSchema)]\n\
                 #[connect(namespace = \"com.example\", rename_all = \"PascalCase\")]"
            }
            Kind::Theirs | Kind::TheirsUsed => {
                "#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]\n#[serde(rename_all = \"PascalCase\")]"
            }
        };
        let functions = match self.kind {
            Kind::Plain | Kind::Ours | Kind::Theirs => "",
            Kind::OursUsed => {
                "\npub fn write(status: &Status, out: &mut Vec<u8>) -> Result<(), kconnect::Error> {\n    \
                 kconnect::data::WriteData::write(status, &mut kconnect::avro::AvroWriter::new(out))\n}\n\n\
                 pub fn read(bytes: &[u8]) -> Result<Status, kconnect::Error> {\n    \
                 kconnect::avro::AvroReader::read(bytes)\n}\n"
            }
            Kind::TheirsUsed => {
                "\npub fn write(status: &Status, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {\n    \
                 serde_json::to_writer(out, status)\n}\n\n\
                 pub fn read(bytes: &[u8]) -> Result<Status, serde_json::Error> {\n    \
                 serde_json::from_slice(bytes)\n}\n"
            }
        };
        let fields: String = status::all().map(|field| field.declare()).collect();
        format!("/// A post with its author.\n{attributes}\npub struct Status {{\n{fields}}}\n{functions}")
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
        for one in Crate::all() {
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
        let members: Vec<_> = Crate::all().map(Crate::package).collect();
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
