//! Generic configurations and newtypes.

use kconnect::{ConfigDef, ConfigField, config::Named};

/// A configuration of any value.
#[derive(ConfigDef, Clone, Debug)]
struct Config<T, const N: usize = 3>
where
    T: ConfigField + Clone + Send + Sync + 'static,
{
    /// A value.
    #[config(importance = high)]
    value: T,
    /// Values.
    #[config(importance = low, default = ["a"], list_size = N)]
    list: Vec<String>,
}

/// Another configuration inside.
#[derive(ConfigDef, Clone, Debug)]
struct Outer<C: ConfigDef> {
    #[config(embed = "inner.")]
    inner: C,
    /// Steps.
    #[config(importance = low, named = "steps.")]
    steps: Named<C>,
}

#[derive(ConfigField, Clone, Debug, PartialEq)]
struct Wrapped<T: ConfigField>(T);

#[derive(ConfigField, Clone, Debug, PartialEq)]
#[config(non_empty)]
struct NonEmpty<T>
where
    T: ConfigField,
{
    value: T,
}

fn main() {
    let props = [
        ("inner.value".to_owned(), "3".into()),
        ("steps".to_owned(), "a".into()),
        ("steps.a.value".to_owned(), "4".into()),
    ];
    let config = Outer::<Config<Wrapped<i32>>>::parse(&props.into()).unwrap();
    assert_eq!(config.inner.value, Wrapped(3));
    assert_eq!(config.steps.get("a").unwrap().value, Wrapped(4));
    assert_eq!(Config::<i32>::VALUE_CONF, "value");
    assert!(Config::<NonEmpty<String>>::parse(&[("value".to_owned(), "".into())].into()).is_err());
}
