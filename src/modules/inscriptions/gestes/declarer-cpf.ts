/** Le compte personnel de formation d’un dossier : son numéro sur la plateforme, ce qui y est déclaré, ce qui reste à l’être. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireOffre, lireVersion, type OffreId } from '#modules/catalogue/index.ts'
import { type SessionId, type SessionLue, territoireDe } from '#modules/sessions/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserDeclaration, poserNumero } from '../db/cpf.ecritures.ts'
import { type TitulaireLu, titulairesDuCpf } from '../db/cpf.queries.ts'
import { lireDossier } from '../db/dossiers.queries.ts'
import {
  type Declaration,
  declarationsDuCpf,
  type FaitsDuCpf,
  motDeclaration,
  numeroDuCpf,
  type OffreDuCpf,
  refusDeDeclaration,
} from '../domain/cpf.ts'
import type { DossierId } from '../domain/dossier.ts'

/** Ce que dit de l’action l’offre que la session suit : sa version figée, complétée de l’offre d’aujourd’hui là où elle est vide. */
export const offreDuCpf = async (tx: TenantTx, session: SessionLue): Promise<OffreDuCpf> => {
  const figee = session.version ? (await lireVersion(tx, session.version))?.contenu : undefined
  const dite = figee?.certification ? figee : await lireOffre(tx, session.offre as OffreId)
  return {
    nature: session.nature,
    certification: dite?.certification ?? null,
    certAu: dite?.certAu ?? null,
    f3: dite?.f3 ?? session.objectifF3,
  }
}

/** Les titulaires d’une session, lus une fois par transaction. */
export const titulairesUneFois = uneFois((tx, session) =>
  titulairesDuCpf(tx, { session: session as SessionId }),
)

export const faitsDuCpf = (t: TitulaireLu): FaitsDuCpf => ({
  ...t,
  etat: t.etape ?? t.etat,
  interrompue: t.etatSession === 'interrompue',
  sortieLe: t.closeLe && jourLocal(t.closeLe, t.zone),
  territoire: territoireDe[t.zone],
})

const introuvable = () => refuser('introuvable', 'Ce dossier n’existe pas ici.')
type Ou = { readonly session: SessionId; readonly dossier: DossierId }

/** Note le jour où l’entrée, ou la sortie, fut déclarée sur la plateforme. Une date notée se corrige en la notant de nouveau. */
export const noterDeclaration = async (
  tx: TenantTx,
  ou: Ou & {
    readonly inscription: string
    readonly quoi: Declaration
    readonly declareeLe: DateCivile | undefined
  },
  le: Date,
): Promise<Result<'notee', Refus>> => {
  const d = await lireDossier(tx, ou.session, ou.dossier, { verrouiller: true })
  const t = (await titulairesDuCpf(tx, { session: ou.session })).find(
    (x) => x.dossier === ou.dossier && x.inscription === ou.inscription,
  )
  if (!d || !t) return introuvable()
  const due = declarationsDuCpf(faitsDuCpf(t)).find((x) => x.quoi === ou.quoi)
  if (!due) return refuser('rien-a-declarer', 'Cette personne n’a rien à déclarer de tel sur la plateforme.')
  const aujourdhui = jourLocal(le, t.zone)
  const declareeLe = ou.declareeLe ?? aujourdhui
  const refusee = refusDeDeclaration(due, declareeLe, aujourdhui)
  if (refusee) return refuser(refusee.code, refusee.phrase)
  if (due.declareeLe === declareeLe) return ok('notee')
  await poserDeclaration(tx, t.inscription, ou.quoi, declareeLe)
  await consigner(tx, {
    activite: t.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'declarer-cpf',
    objet: { genre: 'inscription', id: t.inscription },
    phrase: `Mon Compte Formation : ${motDeclaration[ou.quoi]} de {tiers:${t.personne}} y ${ou.quoi === 'entree' ? 'est déclarée' : 'sont déclarés'}.`,
    details: { quoi: ou.quoi, declareeLe, ...(due.declareeLe ? { avant: due.declareeLe } : {}) },
  })
  return ok('notee')
}

/** Le numéro que la plateforme donne au dossier ; il devient la référence de ce que le compte paie. */
export const noterNumero = async (
  tx: TenantTx,
  ou: Ou & { readonly numero: string },
  le: Date,
): Promise<Result<'note', Refus>> => {
  const d = await lireDossier(tx, ou.session, ou.dossier, { verrouiller: true })
  if (d?.regime !== 'cpf') return introuvable()
  const numero = uneLigne(ou.numero)
  if (numero === '') return refuser('numero-absent', 'Écrivez le numéro que la plateforme donne au dossier.')
  if (numero === numeroDuCpf(d.financements)) return ok('note')
  await poserNumero(tx, d.id, numero)
  await consigner(tx, {
    activite: d.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'numeroter-cpf',
    objet: { genre: 'dossier', id: d.id },
    phrase: `Le numéro de dossier Mon Compte Formation d’un client de {session:${ou.session}} est noté.`,
  })
  return ok('note')
}
