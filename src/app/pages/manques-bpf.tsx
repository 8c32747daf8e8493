import type { ManqueBpf } from '#modules/inscriptions/index.ts'
import type { ManqueDeSession } from '#web/contributions.ts'

/** Le bilan demande ce qui ne se retrouve pas après coup : une ligne par genre de manque, chaque manque nommé. */
export const manquesBpf = (bpf: readonly ManqueBpf[]): ManqueDeSession[] =>
  [...new Set(bpf.map((m) => m.code))].map((code) => ({
    etat: 'manquant',
    chose: (
      <>
        <strong>Pour le bilan pédagogique et financier</strong> :{' '}
        {bpf
          .filter((m) => m.code === code)
          .map((m) => m.phrase)
          .join(' ')}
      </>
    ),
    qui: 'L’équipe',
    quand: 'avant le bilan',
    geste: ['statut-f1', 'role', 'financement', 'payeur'].includes(code) ? (
      <a href="#clients">Compléter</a>
    ) : (
      <a href="#seances">Voir</a>
    ),
  }))
