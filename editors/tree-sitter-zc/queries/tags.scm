; What a file declares, and what it mentions.

((doc_comment)* @doc
  .
  [
    (site_declaration
      name: (_) @name)
    (zone_declaration
      name: (_) @name)
    (conduit_declaration
      name: (_) @name)
    (catalog_declaration
      name: (_) @name)
  ] @definition.module
  (#strip! @doc "^/// ?"))

((doc_comment)* @doc
  .
  [
    (component_declaration
      name: (_) @name)
    (boundary_declaration
      name: (_) @name)
    (product_declaration
      name: (_) @name)
    (protocol_declaration
      name: (_) @name)
    (profile_declaration
      name: (_) @name)
    (certificate_declaration
      name: (_) @name)
    (enum_declaration
      name: (_) @name)
  ] @definition.class
  (#strip! @doc "^/// ?"))

((doc_comment)* @doc
  .
  (capability_declaration
    name: (_) @name) @definition.interface
  (#strip! @doc "^/// ?"))

((doc_comment)* @doc
  .
  [
    (relation_declaration
      name: (_) @name)
    (define_declaration
      name: (_) @name)
  ] @definition.function
  (#strip! @doc "^/// ?"))

((doc_comment)* @doc
  .
  (requirement_declaration
    id: (_) @name) @definition.macro
  (#strip! @doc "^/// ?"))

((doc_comment)* @doc
  .
  [
    (channel_declaration
      name: (_) @name)
    (waiver_declaration
      name: (_) @name)
    (countermeasure_declaration
      name: (_) @name)
    (attribute_declaration
      name: (_) @name)
    (family_declaration
      name: (_) @name)
  ] @definition.field
  (#strip! @doc "^/// ?"))

(claim
  capability: (path
    (_) @name .)) @reference.implementation

(switch
  capability: (path
    (_) @name .)) @reference.implementation

(has_expression
  capability: (path
    (_) @name .)) @reference.interface

(_
  of: (path
    (_) @name .)) @reference.class

(call
  function: (reference
    (_) @name)) @reference.call
