//! Enums whose variants carry data: what their derive implements, and what is the same for all of them.
#![allow(clippy::missing_errors_doc, reason = "hidden: derived code alone calls it")]

use super::{BranchNode, ConnectType, DataReader, DataWriter, ReadData, Type, UnionNode};

/// An enum of which every variant carries one value: in Avro a union.
#[doc(hidden)]
pub trait UnionData: ConnectType {
    /// The branches, in the order of the variants.
    const NODE: &'static UnionNode;

    /// Writes the branch's number and the value.
    fn write_branch<W: DataWriter>(&self, writer: &mut W, nullable: bool) -> Result<(), W::Error>;
}

/// One that can be read.
#[doc(hidden)]
pub trait ReadUnion<'de>: UnionData + ReadData<'de> {
    /// Reads the value of that branch.
    fn read_branch<R: DataReader<'de>>(branch: usize, reader: &mut R) -> Result<Self, R::Error>;
}

/// Reads a union that is not null.
#[doc(hidden)]
pub fn read_union<'de, T: ReadUnion<'de>, R: DataReader<'de>>(reader: &mut R) -> Result<T, R::Error> {
    let Some(branch) = reader.begin_union(T::NODE, false)? else {
        unreachable!("a reader gave null for a union that cannot be null")
    };
    let value = T::read_branch(branch, reader)?;
    reader.end_union()?;
    Ok(value)
}

/// Reads a union of which null is a branch.
#[doc(hidden)]
pub fn read_nullable_union<'de, T: ReadUnion<'de>, R: DataReader<'de>>(reader: &mut R) -> Result<Option<T>, R::Error> {
    let Some(branch) = reader.begin_union(T::NODE, true)? else { return Ok(None) };
    let value = T::read_branch(branch, reader)?;
    reader.end_union()?;
    Ok(Some(value))
}

/// A branch under the name that Confluent's converters give it.
#[doc(hidden)]
#[must_use]
pub const fn branch(ty: Type) -> BranchNode {
    BranchNode { name: branch_name(&ty), ty }
}

/// `AvroData.unionMemberFieldName`: the Avro type's name, or a record's without its namespace.
const fn branch_name(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "boolean",
        Type::Int8 | Type::Int16 | Type::Int32 | Type::Date | Type::Time => "int",
        Type::Int64 | Type::Timestamp => "long",
        Type::Float32 => "float",
        Type::Float64 => "double",
        Type::String | Type::Enum { .. } => "string",
        Type::Bytes | Type::Decimal { .. } => "bytes",
        Type::Map(Type::String | Type::Enum { .. }, _) => "map",
        Type::Array(_) | Type::Map(..) => "array",
        Type::Struct { name, .. } => simple_name(name),
        Type::Null | Type::Dynamic | Type::Optional(_) | Type::Union { .. } => "",
    }
}

/// What stands behind the last dot.
const fn simple_name(full: &'static str) -> &'static str {
    let mut at = full.len();
    let mut rest = full;
    while at > 0 {
        at -= 1;
        let Some((before, behind)) = full.split_at_checked(at) else { continue };
        if let Some((b'.', _)) = behind.as_bytes().split_first() {
            break;
        }
        let _ = before;
        rest = behind;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_called_as_it_is_without_its_namespace() {
        assert_eq!(simple_name("com.example.Post"), "Post");
        assert_eq!(simple_name("Post"), "Post");
    }
}
