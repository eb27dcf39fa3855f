(site_declaration
  "site" @context
  name: (_) @name
  title: (string)? @context) @item

(zone_declaration
  "zone" @context
  name: (_) @name
  title: (string)? @context) @item

(conduit_declaration
  "conduit" @context
  name: (_) @name
  title: (string)? @context) @item

(component_declaration
  "component" @context
  name: (_) @name
  title: (string)? @context) @item

(boundary_declaration
  "boundary" @context
  name: (_) @name
  title: (string)? @context) @item

(channel_declaration
  "channel" @context
  name: (_) @name
  title: (string)? @context) @item

(product_declaration
  "product" @context
  name: (_) @name
  title: (string)? @context) @item

(protocol_declaration
  "protocol" @context
  name: (_) @name
  title: (string)? @context) @item

(profile_declaration
  "profile" @context
  name: (_) @name
  title: (string)? @context) @item

(certificate_declaration
  "certificate" @context
  name: (_) @name
  title: (string)? @context) @item

(waiver_declaration
  "waiver" @context
  name: (_) @name
  title: (string)? @context) @item

(countermeasure_declaration
  "countermeasure" @context
  name: (_) @name
  title: (string)? @context) @item

(capability_declaration
  "capability" @context
  name: (_) @name
  title: (string)? @context) @item

(catalog_declaration
  "catalog" @context
  name: (_) @name
  title: (string)? @context) @item

(enum_declaration
  "enum" @context
  name: (_) @name) @item

(relation_declaration
  "relation" @context
  name: (_) @name) @item

(define_declaration
  "define" @context
  name: (_) @name) @item

(family_declaration
  "family" @context
  name: (_) @name
  title: (string)? @context) @item

(attribute_declaration
  "attribute" @context
  name: (_) @name) @item

(requirement_declaration
  id: (_) @name
  title: (string)? @context) @item

(clause
  name: (_) @name
  title: (string)? @context) @item

(test_declaration
  "test" @context
  title: (string) @name) @item

[
  (doc_comment)
  (file_doc_comment)
] @annotation
