import 'hono/jsx'

// Les éléments des îlots, tels que le serveur les écrit. Rien d'autre n'est admis.
declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements {
      'chrono-preuve': { children?: unknown }
      'code-copiable': { 'data-label': string; children?: unknown }
      'prix-scelles': { 'data-lu': string; children?: unknown }
      'signer-hors-ligne': {
        'data-service': string
        'data-portee': string
        'data-appareil': string
        'data-emporter': string
        'data-synchroniser': string
        'data-connexion': string
        children?: unknown
      }
      'trace-signature': { 'data-nom': string; children?: unknown }
    }
  }
}
