//! One configuration for each name in a list.

/// An ordered list of names, each with a configuration of its own, as `transforms=a,b` and `transforms.a.type` are:
/// `#[config(named = "transforms.")]`.
///
/// A name stands in it once: the first one counts.
///
/// ```
/// use kconnect::config::Named;
///
/// let ports: Named<u16> = [("web".to_owned(), 80), ("mail".to_owned(), 25)].into_iter().collect();
/// assert_eq!(ports.names().collect::<Vec<_>>(), ["web", "mail"]);
/// assert_eq!(ports.get("mail"), Some(&25));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T>(Vec<(String, T)>);

impl<T> Named<T> {
    /// No names.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What belongs to a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }

    /// What belongs to the names, in their order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, value)| value)
    }

    /// Every name with what belongs to it, in order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self.0.iter())
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> FromIterator<(String, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(iter: I) -> Self {
        let mut named = Self::new();
        named.extend(iter);
        named
    }
}

impl<T> Extend<(String, T)> for Named<T> {
    fn extend<I: IntoIterator<Item = (String, T)>>(&mut self, iter: I) {
        for (name, value) in iter {
            if self.get(&name).is_none() {
                self.0.push((name, value));
            }
        }
    }
}

impl<T> IntoIterator for Named<T> {
    type IntoIter = std::vec::IntoIter<(String, T)>;
    type Item = (String, T);

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Named<T> {
    type IntoIter = Iter<'a, T>;
    type Item = (&'a str, &'a T);

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The names of a [`Named`] with what belongs to them.
#[derive(Clone, Debug)]
pub struct Iter<'a, T>(std::slice::Iter<'a, (String, T)>);

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = (&'a str, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_str(), value))
    }
}
