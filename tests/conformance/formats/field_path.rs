//! `smt-field-path`: `SingleFieldPath`.

use kconnect_worker::transforms::{FieldPath, FieldSyntaxVersion};
use serde_json::Value as Json;

use crate::formats::outcome::{Outcome, only, result, same, skipped, text, texts};

pub(crate) fn run(given: &Json, expect: &Json) -> Outcome {
    only("given", given, &["version", "path"])?;
    only("expect", expect, &["steps", "error", "panic"])?;
    let Some(version) = FieldSyntaxVersion::parse(text("version", &given["version"])?) else {
        return skipped("no version is called so");
    };
    let path = FieldPath::parse(text("path", &given["path"])?, version).map_err(|error| error.to_string());
    result(path, expect, |path, expected| match expected.get("steps") {
        Some(steps) => same("the steps", path.steps(), &*texts("steps", steps)?),
        None => skipped("nothing is expected"),
    })
}
