//! The transformations and predicates of Kafka's own distribution.

use super::{
    Cast, DropHeaders, ExtractField, Filter, Flatten, HeaderFrom, HoistField, InsertField, InsertHeader, MaskField,
    OfKey, OfValue, RecordPlugins, RegexRouter, ReplaceField, SetSchemaMetadata, TimestampConverter, TimestampRouter,
    ValueToKey,
    predicates::{HasHeaderKey, RecordIsTombstone, TopicNameMatches},
};

/// Adds all of them.
pub(super) fn add_to(plugins: RecordPlugins) -> RecordPlugins {
    plugins
        .with_transformation::<Cast<OfKey>>()
        .with_transformation::<Cast<OfValue>>()
        .with_transformation::<DropHeaders>()
        .with_transformation::<ExtractField<OfKey>>()
        .with_transformation::<ExtractField<OfValue>>()
        .with_transformation::<Filter>()
        .with_transformation::<Flatten<OfKey>>()
        .with_transformation::<Flatten<OfValue>>()
        .with_transformation::<HeaderFrom<OfKey>>()
        .with_transformation::<HeaderFrom<OfValue>>()
        .with_transformation::<HoistField<OfKey>>()
        .with_transformation::<HoistField<OfValue>>()
        .with_transformation::<InsertField<OfKey>>()
        .with_transformation::<InsertField<OfValue>>()
        .with_transformation::<InsertHeader>()
        .with_transformation::<MaskField<OfKey>>()
        .with_transformation::<MaskField<OfValue>>()
        .with_transformation::<RegexRouter>()
        .with_transformation::<ReplaceField<OfKey>>()
        .with_transformation::<ReplaceField<OfValue>>()
        .with_transformation::<SetSchemaMetadata<OfKey>>()
        .with_transformation::<SetSchemaMetadata<OfValue>>()
        .with_transformation::<TimestampConverter<OfKey>>()
        .with_transformation::<TimestampConverter<OfValue>>()
        .with_transformation::<TimestampRouter>()
        .with_transformation::<ValueToKey>()
        .with_predicate::<HasHeaderKey>()
        .with_predicate::<RecordIsTombstone>()
        .with_predicate::<TopicNameMatches>()
}
