/** La convention d’une activité commune : un exemplaire figé par personne, que l’équipe d’appui vise, puis que chacune signe par son lien. */
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  choisirSignataire,
  demanderDansLaTransaction,
  emettrePieces,
  lirePapierAEnTete,
  sansPrises,
} from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { toutOuRien } from '../db/missions.ecritures.ts'
import type { ActiviteCommuneV1 } from '../documents/activite-commune.v1.ts'
import { clausesCommunes, direDuree } from '../domain/activite-commune.ts'
import { type MissionLue, pourCent } from '../domain/missions.ts'
import type { Exemplaire, PartieCommune } from '../lecture/activite-commune.ts'
import { visasDeLaCae } from '../lecture/visas.ts'

type Commune = {
  readonly collective: { readonly id: ActiviteId; readonly nom: string }
  readonly cadres: readonly MissionLue[]
  readonly parties: readonly PartieCommune[]
  readonly exemplaires: readonly Exemplaire[]
}
const nomDe = (g: { readonly prenom: string; readonly nom: string }): string => `${g.prenom} ${g.nom}`.trim()

/** Un exemplaire par personne, au même texte ; établis de nouveau, ils remplacent les précédents. Tous, ou aucun. */
export const etablirConvention = async (
  services: Services,
  tx: TenantTx,
  { collective, cadres, parties, exemplaires }: Commune,
  le: Date,
): Promise<Result<number, Refus>> => {
  if (cadres.some((c) => c.etat === 'demandee'))
    return refuser(
      'reponse',
      'Une enseigne n’a pas encore répondu : la convention s’établit quand chacune a accordé sa part.',
    )
  const vide = parties.find((p) => p.gens.length === 0)
  if (vide)
    return refuser(
      'personne',
      `Personne de la maison n’est inscrit dans l’enseigne « ${vide.enseigne} » : ajoutez sa fiche d’intervenant, puis établissez la convention.`,
    )
  if (exemplaires.length < 2)
    return refuser('seule', 'Une convention d’activité commune se signe entre deux personnes au moins.')
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const signataire = await choisirSignataire(tx, null, jour)
  if (!signataire)
    return refuser(
      'sans-signataire',
      'Personne n’a le pouvoir de signer pour la coopérative : la direction s’inscrit parmi ses signataires, puis la convention s’établit.',
    )
  const organisme = await lirePapierAEnTete(tx, services.storage)
  const parts = parties
    .filter((p) => p.activite !== collective.id)
    .map((p) => ({ enseigne: p.enseigne, personnes: p.gens.map(nomDe).join(', '), part: pourCent(p.taux) }))
  const reste = pourCent(10_000 - cadres.reduce((t, c) => t + (c.taux ?? 0), 0))
  const deLaMarque = parties
    .find((p) => p.activite === collective.id)
    ?.gens.map(nomDe)
    .join(', ')
  const objets = [...new Set(cadres.map((c) => c.objet))].join('\n\n')
  return toutOuRien(tx, async () => {
    const emises = await emettrePieces(services)(
      tx,
      exemplaires.map(({ partie, qui, piece }) => {
        const donnees: ActiviteCommuneV1 = {
          organisme,
          marque: collective.nom,
          objet: objets,
          duree: direDuree(cadres),
          parts,
          reste,
          ...(deLaMarque ? { deLaMarque } : {}),
          partie: { personne: qui.personne, enseigne: partie.enseigne },
          articles: clausesCommunes,
          fait: { ville: organisme.adresse.ville, le: jour },
          ...(qui.courriel ? { client: { courriel: qui.courriel } } : {}),
          signataires: {
            organisme: signataire,
            client: { prenom: qui.prenom, nom: qui.nom, qualite: 'membre de l’activité commune' },
          },
        }
        return {
          genre: 'convention-commune' as const,
          activite: partie.activite,
          gabarit: 'activite-commune.v1',
          donnees,
          libelle: `Activité commune ${collective.nom}, ${nomDe(qui)}`.slice(0, 300),
          recherche: `${qui.nom} ${qui.prenom}`,
          objet: { genre: 'activite-commune', id: collective.id },
          ...(piece ? { remplace: piece.id } : {}),
          emisLe: le,
          annee: Number(jour.slice(0, 4)),
        }
      }),
    )
    for (const e of emises) if (!e.ok) return refuser(e.error.code, e.error.phrase)
    await consigner(tx, {
      activite: collective.id,
      faitLe: le,
      module: 'cae',
      geste: 'etablir-convention-commune',
      objet: { genre: 'activite', id: collective.id },
      phrase: `La convention d’activité commune ${collective.nom} est établie, un exemplaire par personne ; elle attend le visa.`,
    })
    return ok(emises.length)
  })
}

/** Envoie à chaque personne le lien de son exemplaire visé ; rend combien sont partis. Sans adresse, le lien se demande sur la pièce. */
export const envoyerConvention = async (
  services: Services,
  tx: TenantTx,
  visiteur: Visiteur,
  exemplaires: readonly Exemplaire[],
): Promise<Result<number, Refus>> => {
  const organisme = visiteur.organisme?.id
  const aEnvoyer = exemplaires.filter((e) => e.etat === 'a-envoyer' && e.piece && e.qui.courriel)
  if (!organisme || aEnvoyer.length === 0)
    return refuser(
      'rien',
      'Aucun exemplaire visé n’attend son lien, ou leurs personnes n’ont pas d’adresse à leur fiche.',
    )
  for (const { qui, piece } of aEnvoyer) {
    if (!piece) continue
    const demande = await demanderDansLaTransaction(
      services,
      { ...sansPrises, visas: visasDeLaCae },
      tx,
      organisme,
      piece.id,
      { nom: nomDe(qui), qualite: 'membre de l’activité commune', courriel: qui.courriel ?? '' },
    )
    if (!demande.ok) return demande
  }
  return ok(aEnvoyer.length)
}
