//! What a plan consists of: small steps, all in a few flat tables.

use super::skip::Skips;

/// What stands next in the input, for the call that comes next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// What the next step of the record says.
    Following,
    /// Nothing: null.
    Null,
    Boolean,
    Int,
    Long,
    /// A number of a finer unit: so many of them are one of the reader's.
    Finer(u32),
    Float,
    Double,
    /// A string or bytes.
    Sized,
    Fixed(u32),
    /// One of [`Program::enums`].
    Enum(u32),
    /// One of [`Program::records`].
    Record(u32),
    /// An array of that node.
    Array(u32),
    /// One of [`Program::maps`].
    Map(u32),
    /// Null or that node, for a reader that may have null.
    Optional {
        null_first: bool,
        some: u32,
    },
    /// One of [`Program::unions`]: which of the nodes follows.
    Union(u32),
    /// A value for that branch of the reader's union.
    Branch {
        branch: u32,
        node: u32,
    },
    /// What the reader has no place for: one of [`Program::refusals`].
    Refused(u32),
}

/// What to do in a record, in the order of the writer's fields.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Pass over what the reader does not have.
    Skip(u32),
    /// That field of the reader's comes.
    Field(u32, Node),
    /// The record cannot be read: one of [`Program::refusals`].
    Refused(u32),
    End,
}

/// The steps of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    /// Where they begin.
    pub(super) start: usize,
    /// Whether all of the reader's fields come, in its order.
    pub(super) in_order: bool,
    /// Whether that is all, and nothing in it is written in another way: it is read without its steps.
    pub(super) native: bool,
}

/// An entry of a map, or of the array of entries that stands for one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) key: Node,
    pub(super) value: Node,
    /// What to pass over before the key, between key and value, and after the value.
    pub(super) skips: [Option<u32>; 3],
}

/// A symbol of the writer's enum.
#[derive(Debug)]
pub(super) struct Symbol {
    pub(super) text: String,
    /// Which one of the reader's it is.
    pub(super) index: Option<usize>,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) nodes: Vec<Node>,
    pub(super) steps: Vec<Step>,
    pub(super) records: Vec<Steps>,
    pub(super) maps: Vec<Entry>,
    pub(super) unions: Vec<Box<[Node]>>,
    pub(super) enums: Vec<Box<[Symbol]>>,
    pub(super) refusals: Vec<String>,
    pub(super) skips: Skips,
}

impl Program {
    #[inline]
    pub(super) fn node(&self, at: u32) -> Node {
        self.nodes.get(index(at)).copied().unwrap_or(Node::Null)
    }
}

/// The place in a table. They have far fewer than four billion entries.
#[inline]
pub(super) fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Appends to a table.
pub(super) fn push<T>(table: &mut Vec<T>, entry: T) -> u32 {
    let at = u32::try_from(table.len()).unwrap_or(u32::MAX);
    table.push(entry);
    at
}
