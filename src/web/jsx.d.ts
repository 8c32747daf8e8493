import 'hono/jsx'

// Les éléments des îlots, tels que le serveur les écrit. Rien d'autre n'est admis.
declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      'code-copiable': { 'data-label': string; children?: unknown }
      'trace-signature': { 'data-nom': string; children?: unknown }
    }
  }
}
