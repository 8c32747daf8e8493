/** La porte des pièces : une page importe d'ici, jamais d'un fichier de `components/`. */
export * from '#web/components/changes.tsx'
export * from '#web/components/chercher.tsx'
export * from '#web/components/fields.tsx'
export * from '#web/components/form.tsx'
export * from '#web/components/frame.tsx'
export * from '#web/components/lists.tsx'
export * from '#web/components/messages.tsx'
export * from '#web/components/states.tsx'
