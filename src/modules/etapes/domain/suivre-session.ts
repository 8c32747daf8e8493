/**
 * Ce qu’une session attend d’abord, dit en une ligne de la liste : la chose, qui agit, où. Avant son premier jour, la règle est celle de sa
 * page (`inscriptions`, `suitesDuFil`). Pur.
 */
import { accorder, compter } from '#kernel/texte.ts'

/** Des comptes, lus d’un coup pour toutes les sessions d’une page. */
export type ComptesDeSession = {
  /** L’état de la session, et où elle en est (`sessions/domain/phase.ts`). */
  readonly etat: string
  readonly phase: 'en-cours' | 'a-venir' | 'a-finir'
  /** Places tenues. */
  readonly inscrits: number
  /** Conventions et contrats attendus d’ici, et ceux qui sont signés. */
  readonly engagements: number
  readonly signes: number
  readonly sansDossier: number
  /** Absences déclarées d’une personne qui anime une demi-journée à venir. */
  readonly absences: number
  /** Demi-journées passées dont la feuille n’est pas close. */
  readonly feuilles: number
  /** Stagiaires qui attendent un certificat, une fois tout clos. */
  readonly certificats: number
  /** Dossiers dont rien n’est encore facturé, une fois la session finie. */
  readonly aFacturer: number
  /** Le geste qui suit, des dossiers aux convocations. */
  readonly fil?: { readonly chose: string; readonly geste: string } | undefined
}

export type Ou =
  | 'ouvrir'
  | 'dates'
  | 'absence'
  | 'fil'
  | 'dossiers'
  | 'confirmer'
  | 'feuille'
  | 'certificats'
  | 'factures'
  | 'terminer'
  | 'cloturer'
export type Attente = {
  readonly chose: string
  readonly qui: string
  readonly geste: string
  readonly ou: Ou
}

const equipe = 'L’équipe'
const attente = (ou: Ou, chose: string, geste: string, qui = equipe): Attente => ({ ou, chose, geste, qui })

/** La première chose qui manque, dans l’ordre où la session les demande ; rien : elle n’attend personne. `anime` : qui anime d’abord. */
export const ceQuElleAttend = (c: ComptesDeSession, anime: string): Attente | undefined => {
  if (c.etat === 'reportee' || c.etat === 'interrompue')
    return attente('dates', 'De nouvelles dates à poser', 'Poser les dates')
  if (c.absences > 0) return attente('absence', 'Une absence est déclarée', 'Changer qui anime')
  if (c.feuilles > 0)
    return attente('feuille', `${compter(c.feuilles, 'feuille')} à clore`, 'Ouvrir la feuille', anime)
  if (c.phase !== 'a-finir') {
    if (c.etat === 'brouillon') return attente('ouvrir', 'Inscriptions à ouvrir', 'Ouvrir')
    if (c.fil) return attente('fil', c.fil.chose, c.fil.geste)
    if (c.sansDossier > 0)
      return attente(
        'dossiers',
        `${compter(c.sansDossier, 'stagiaire')} sans dossier client`,
        'Voir les clients',
      )
    if (c.signes < c.engagements)
      return attente(
        'dossiers',
        `${compter(c.engagements - c.signes, 'engagement')} à faire signer sur ${c.engagements}`,
        'Faire signer',
      )
    return c.etat === 'ouverte' && c.phase === 'a-venir'
      ? attente('confirmer', 'À confirmer', 'Confirmer')
      : undefined
  }
  if (c.inscrits > 0 && (c.etat === 'ouverte' || c.etat === 'confirmee' || c.etat === 'en-cours'))
    return attente('terminer', 'À terminer : toutes les feuilles sont closes', 'Terminer')
  if (c.certificats > 0)
    return attente(
      'certificats',
      `${compter(c.certificats, 'certificat')} à ${accorder(c.certificats, 'émettre', 'émettre')}`,
      'Émettre',
    )
  if (c.aFacturer > 0) return attente('factures', `${compter(c.aFacturer, 'client')} à facturer`, 'Facturer')
  return c.etat === 'terminee'
    ? attente('cloturer', 'À clôturer', 'Clôturer')
    : attente('cloturer', 'Personne n’est venu', 'Voir')
}
