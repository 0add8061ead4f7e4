//! Nested, optional, shared and recursive records, in lists and maps with keys of any type.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
    sync::Arc,
};

use kconnect::ConnectSchema;

#[path = "../common/codec.rs"]
mod codec;

/// A place.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Place {
    /// Its name.
    name: String,
}

/// Many places.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Places {
    /// One.
    one: Place,
    /// One or none.
    maybe: Option<Place>,
    /// Boxed.
    boxed: Box<Place>,
    /// Shared.
    shared: Arc<Place>,
    /// In one thread.
    local: Option<Rc<Place>>,
    /// Many.
    many: Vec<Option<Place>>,
    /// Shared as a whole.
    all: Arc<[Place]>,
    /// By name.
    by_name: BTreeMap<Arc<str>, Place>,
    /// By number.
    by_number: HashMap<i32, Arc<Place>>,
}

/// A tree.
#[derive(ConnectSchema, Clone, Debug, PartialEq)]
#[connect(namespace = "com.example")]
struct Tree {
    /// What it carries.
    value: i64,
    /// To the left.
    left: Option<Box<Tree>>,
    /// Shared ones.
    shared: Option<Arc<Tree>>,
    /// Below.
    below: Vec<Tree>,
    /// By name.
    by_name: BTreeMap<String, Tree>,
}

fn main() {
    let place = |name: &str| Place { name: name.to_owned() };
    codec::comes_back(&Places {
        one: place("a"),
        maybe: None,
        boxed: Box::new(place("b")),
        shared: Arc::new(place("c")),
        local: Some(Rc::new(place("d"))),
        many: vec![None, Some(place("e"))],
        all: [place("f")].into(),
        by_name: BTreeMap::from([("g".into(), place("h"))]),
        by_number: HashMap::from([(1, Arc::new(place("i")))]),
    });
    let leaf = Tree { value: 1, left: None, shared: None, below: vec![], by_name: BTreeMap::new() };
    let tree = Tree {
        value: 2,
        left: Some(Box::new(leaf.clone())),
        shared: Some(Arc::new(leaf.clone())),
        below: vec![leaf.clone()],
        by_name: BTreeMap::from([("leaf".to_owned(), leaf)]),
    };
    codec::comes_back(&tree);
    let schema = codec::schema::<Tree>();
    assert_eq!(schema.matches(r#""name":"Tree""#).count(), 1, "{schema}");
    let places = codec::schema::<Places>();
    assert_eq!(places.matches(r#""name":"Place","#).count(), 1, "{places}");
}
