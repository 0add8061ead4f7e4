//! Configurations as they are written: what is kept and compared.

use kconnect::{Prop, Props};

use crate::stores::WrittenConfig;

/// The configuration without what variables stand for.
pub(super) fn written(props: &Props) -> WrittenConfig {
    let text = |prop: &Prop| prop.reference().or_else(|| prop.expose()).map(str::to_owned);
    props.iter().map(|(key, prop)| (key.clone(), text(prop))).collect()
}
