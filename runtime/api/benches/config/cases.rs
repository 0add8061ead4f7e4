//! What is measured.

use std::hint::black_box;

use kconnect::{ConfigDef, Props};

use crate::settings::{self, Settings};

/// One thing to measure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    /// What the JVM is asked for.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) work: fn(&Inputs),
}

pub(crate) const CASES: [Case; 4] = [
    Case {
        name: "struct",
        title: "a struct: ConfigDef::parse of the derive · a subclass of AbstractConfig with a field for every key",
        work: |inputs| drop(black_box(Settings::parse(black_box(&inputs.valid)))),
    },
    Case {
        name: "parse",
        title: "values by name: Definition::parse · ConfigDef.parse",
        work: |inputs| drop(black_box(Settings::definition().parse(black_box(&inputs.valid)))),
    },
    Case {
        name: "validate",
        title: "every key with its errors: Definition::validate · ConfigDef.validate",
        work: |inputs| drop(black_box(Settings::definition().validate(black_box(&inputs.valid)))),
    },
    Case {
        name: "mistakes",
        title: "the same with five mistakes: Definition::validate · ConfigDef.validate",
        work: |inputs| drop(black_box(Settings::definition().validate(black_box(&inputs.invalid)))),
    },
];

/// The properties.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) valid: Props,
    pub(crate) invalid: Props,
}

impl Default for Inputs {
    fn default() -> Self {
        Self { valid: settings::valid(), invalid: settings::invalid() }
    }
}
