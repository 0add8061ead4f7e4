//! Files that are made from code say what the code says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;

use kconnect::{ConfigDef, SourceTask, catalog::Catalog, data::RecordSet};
use kconnect_file::{FileStreamSinkConfig, FileStreamSourceConfig};
use kconnect_tests::{Result, paths::workspace};
use kconnect_twitter::{TwitterSourceConnectorConfig, TwitterSourceTask};

#[test]
fn the_exported_schemas_are_up_to_date() -> Result {
    let catalog = Catalog::of(<TwitterSourceTask as SourceTask>::Record::PAIRS, None)?;
    let differences = catalog.differences(&workspace().join("schemas/twitter"))?;
    assert!(
        differences.is_empty(),
        "{}\nwrite them with: cargo run -p kconnect-bundle -- schemas export",
        differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    );
    Ok(())
}

/// With `KCONNECT_UPDATE=1` the tables are written instead.
#[test]
fn the_tables_of_keys_in_the_readmes_are_up_to_date() -> Result {
    let tables = [
        ("twitter", "twitter-source", TwitterSourceConnectorConfig::definition().to_markdown()),
        ("file", "file-source", FileStreamSourceConfig::definition().to_markdown()),
        ("file", "file-sink", FileStreamSinkConfig::definition().to_markdown()),
    ];
    for (connector, name, table) in tables {
        let (begin, end) = (format!("<!-- config:{name} -->\n"), format!("<!-- /config:{name} -->"));
        let path = workspace().join("connectors").join(connector).join("README.md");
        let readme = fs::read_to_string(&path)?;
        let (before, rest) = readme.split_once(&begin).expect("the marker before the table");
        let (_, after) = rest.split_once(&end).expect("the marker after the table");
        let fresh = format!("{before}{begin}\n{table}\n{end}{after}");
        if std::env::var_os("KCONNECT_UPDATE").is_some() {
            fs::write(&path, &fresh)?;
            continue;
        }
        assert_eq!(readme, fresh, "write it with: KCONNECT_UPDATE=1 cargo test -p kconnect-tests --test generated");
    }
    Ok(())
}

/// With `KCONNECT_UPDATE=1` the file is written instead.
#[test]
fn the_documentation_of_the_records_is_up_to_date() -> Result {
    let path = workspace().join("connectors/twitter/SCHEMAS.md");
    let catalog = Catalog::new().record_set::<<TwitterSourceTask as SourceTask>::Record>()?;
    let fresh = format!(
        "# The records of the Twitter connectors\n\nWritten by a test from the documentation of the structs; see \
         `kconnect schemas docs`.\n\n{}",
        catalog.to_markdown()
    );
    if std::env::var_os("KCONNECT_UPDATE").is_some() {
        fs::write(&path, &fresh)?;
        return Ok(());
    }
    let written = fs::read_to_string(&path)?;
    assert_eq!(written, fresh, "write it with: KCONNECT_UPDATE=1 cargo test -p kconnect-tests --test generated");
    Ok(())
}
