//! Any text with variables: they are found where they stand, filled in or left as they are, and no value of one is ever
//! shown.

#![no_main]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

use kconnect::{
    Error, Prop, Props, Result,
    config::{ConfigData, ConfigProvider, ConfigTransformer, ConfigVariable, parse_variables},
};
use libfuzzer_sys::fuzz_target;

/// What every value is made of; no input comes upon it by chance.
const SECRET: &str = "squeamish ossifrage 5817";

/// Has a value for everything but keys that begin with `no`, and does not answer for paths that begin with `broken`. The
/// values look like variables themselves.
struct Vault;

impl ConfigProvider for Vault {
    fn get(&self, path: &str, keys: Option<&BTreeSet<String>>) -> Result<ConfigData> {
        if path.starts_with("broken") {
            return Err(Error::fatal("the vault does not answer"));
        }
        let asked = keys.expect("only the keys of variables are looked up").iter();
        Ok(asked.filter(|key| !key.starts_with("no")).map(|key| (key.clone(), value(key))).collect())
    }

    fn known_keys(&self, _path: &str) -> Vec<String> {
        vec!["token".to_owned(), "password".to_owned()]
    }
}

fn value(key: &str) -> String {
    format!("{SECRET} ${{vault:{key}}}")
}

static TRANSFORMER: LazyLock<ConfigTransformer> = LazyLock::new(|| {
    let vault: Arc<dyn ConfigProvider> = Arc::new(Vault);
    ConfigTransformer::new(BTreeMap::from([("vault".to_owned(), Arc::clone(&vault)), (String::new(), vault)]))
});

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let variables = parse_variables(&text);
    let mut end = 0;
    for variable in &variables {
        assert!(end <= variable.span.start, "{variable:?} begins in another variable");
        end = variable.span.end;
        assert_eq!(text.get(variable.span.clone()), Some(&*variable.to_string()));
        assert_eq!(text.get(variable.provider_span.clone()), Some(&*variable.provider));
        assert_eq!(text.get(variable.path_span.clone()), Some(&*variable.path));
        assert_eq!(text.get(variable.key_span.clone()), Some(&*variable.key));
    }

    let props = Props::from([("key".to_owned(), Prop::from(&*text))]);
    match TRANSFORMER.transform(&props) {
        Ok(transformed) => {
            assert_eq!(transformed.props["key"].expose(), Some(&*expected(&text, &variables)));
            assert_eq!(transformed.props["key"].clone().stored(), props["key"]);
            let mut shown = format!("{transformed:?}");
            for unresolved in &transformed.unresolved {
                write!(shown, "{unresolved}").expect("a string takes everything");
            }
            assert!(!shown.contains(SECRET), "{shown}");
        }
        Err(error) => {
            assert!(variables.iter().any(is_broken), "{error}");
            assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
        }
    }
});

fn is_ours(variable: &ConfigVariable) -> bool {
    matches!(&*variable.provider, "" | "vault")
}

fn is_broken(variable: &ConfigVariable) -> bool {
    is_ours(variable) && variable.path.starts_with("broken")
}

/// The text with every variable replaced that the vault has a value for.
fn expected(text: &str, variables: &[ConfigVariable]) -> String {
    let mut expected = text.to_owned();
    for variable in variables.iter().rev().filter(|variable| is_ours(variable) && !variable.key.starts_with("no")) {
        expected.replace_range(variable.span.clone(), &value(&variable.key));
    }
    expected
}
