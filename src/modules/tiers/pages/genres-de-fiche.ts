/** Ce qui change d'une réunion de personnes à une réunion d'entreprises ; l'écran est le même. */
import { compter } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { entreprisesParAnciennete, personnesEnDouble } from '../db/doublons.queries.ts'
import { lireEntrepriseTelle } from '../db/entreprises.queries.ts'
import { type FicheId, lireDistinctions, sessionsCommunes } from '../db/fusions.ts'
import type { Renvois } from '../db/renvois.ts'
import { lireTiersTelle } from '../db/tiers.queries.ts'
import { entreprisesEnDouble, type Paire } from '../domain/doublons.ts'
import { direRoles } from '../domain/entreprise.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'
import {
  doublonsEntreprisesUrl,
  doublonsPersonnesUrl,
  entreprisesUrl,
  entrepriseUrl,
  personnesUrl,
  personneUrl,
  reunirEntreprisesUrl,
  reunirPersonnesUrl,
  separerEntreprisesUrl,
  separerPersonnesUrl,
} from '../liens.ts'
import { direAdresse, direSiret } from './commun.ts'

/** Une fiche, prête à se lire à côté d'une autre ; `valeurs` suit l'ordre de `champs`. */
export type Comparee = {
  readonly id: FicheId
  readonly nom: string
  readonly resume: string
  readonly valeurs: readonly (string | null | undefined)[]
}

export type Genre = {
  readonly renvois: Renvois
  readonly titre: string
  /** « personnes », au pluriel. */
  readonly mots: string
  readonly aucun: string
  readonly champs: readonly string[]
  liste(): string
  doublons(): string
  fiche(id: FicheId): string
  readonly reunir: typeof reunirPersonnesUrl | typeof reunirEntreprisesUrl
  readonly separer: typeof separerPersonnesUrl | typeof separerEntreprisesUrl
  lire(tx: TenantTx, id: FicheId): Promise<Comparee | undefined>
  /** Ce qu'il faut savoir avant de réunir ces deux-là. */
  avertir?(tx: TenantTx, a: FicheId, b: FicheId): Promise<string | undefined>
  proposer(tx: TenantTx, max: number): Promise<readonly Paire<FicheId>[]>
}

const personne: Genre = {
  renvois: 'fusion',
  titre: 'Personnes',
  mots: 'personnes',
  aucun: 'Deux personnes de même nom, ou de même courriel, seraient rapprochées ici.',
  champs: ['Prénom', 'Nom', 'Courriel', 'Téléphone', 'Adresse', 'Employeur'],
  liste: personnesUrl,
  doublons: doublonsPersonnesUrl,
  fiche: (id) => personneUrl({ personne: id }),
  reunir: reunirPersonnesUrl,
  separer: separerPersonnesUrl,
  async lire(tx, id) {
    const t = await lireTiersTelle(tx, id as TiersId)
    return (
      t && {
        id: t.id,
        nom: `${t.prenom} ${t.nom}`,
        resume: `${t.prenom} ${t.nom}, ${t.courriel ?? 'sans courriel'}`,
        valeurs: [t.prenom, t.nom, t.courriel, t.telephone, direAdresse(t), t.employeur],
      }
    )
  },
  async avertir(tx, a, b) {
    const n = await sessionsCommunes(tx, a as TiersId, b as TiersId)
    return n === 0
      ? undefined
      : `Ces deux fiches sont inscrites ensemble à ${compter(n, 'session')} : ce sont peut-être deux personnes. Sinon, annulez d’abord l’inscription en trop, elle compterait deux fois.`
  },
  proposer: personnesEnDouble,
}

const entreprise: Genre = {
  renvois: 'fusion_entreprise',
  titre: 'Entreprises',
  mots: 'entreprises',
  aucun: 'Deux entreprises de même SIRET, ou de même nom à la forme sociale près, seraient rapprochées ici.',
  champs: ['Nom', 'SIRET', 'SIREN', 'Rôle', 'Adresse', 'Courriel', 'Téléphone', 'Déclaration d’activité'],
  liste: entreprisesUrl,
  doublons: doublonsEntreprisesUrl,
  fiche: (id) => entrepriseUrl({ entreprise: id }),
  reunir: reunirEntreprisesUrl,
  separer: separerEntreprisesUrl,
  async lire(tx, id) {
    const e = await lireEntrepriseTelle(tx, id as EntrepriseId)
    return (
      e && {
        id: e.id,
        nom: e.nom,
        resume: `${e.nom}, ${e.siret ? `SIRET ${direSiret(e.siret)}` : 'sans SIRET'}`,
        valeurs: [
          e.nom,
          direSiret(e.siret),
          e.siren,
          direRoles(e).join(', '),
          direAdresse(e),
          e.courriel,
          e.telephone,
          e.nda,
        ],
      }
    )
  },
  async proposer(tx, max) {
    const fiches = await entreprisesParAnciennete(tx)
    return entreprisesEnDouble(fiches, await lireDistinctions(tx)).slice(0, max)
  },
}

export const genres = { personne, entreprise } as const
