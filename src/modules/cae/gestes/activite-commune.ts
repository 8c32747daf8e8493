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
import { type TenantTx, toutOuRien } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { gensDeLaMarque, verrouillerMarque } from '../db/activite-commune.ts'
import { cadresDeLaMarque } from '../db/missions.ts'
import type { ActiviteCommuneV1 } from '../documents/activite-commune.v1.ts'
import { clausesCommunes, direDuree, enseignesEnDouble } from '../domain/activite-commune.ts'
import { pourCent } from '../domain/missions.ts'
import { type Exemplaire, exemplairesDe, partiesCommunes } from '../lecture/activite-commune.ts'
import { visasDeLaCae } from '../lecture/visas.ts'

const nomDe = (g: { readonly prenom: string; readonly nom: string }): string => `${g.prenom} ${g.nom}`.trim()

/** Un exemplaire par personne, au même texte ; établis de nouveau, ils remplacent les précédents. Tous, ou aucun. */
export const etablirConvention = async (
  services: Services,
  tx: TenantTx,
  collective: { readonly id: ActiviteId; readonly nom: string },
  le: Date,
): Promise<Result<number, Refus>> => {
  // Deux « Établir » au même instant : le second lit ce que le premier vient d’établir.
  await verrouillerMarque(tx, collective.id)
  const cadres = await cadresDeLaMarque(tx, collective.id, le)
  const parties = await partiesCommunes(tx, collective, cadres)
  const exemplaires = await exemplairesDe(tx, collective.id, parties)
  if (cadres.some((c) => c.etat === 'demandee'))
    return refuser(
      'reponse',
      'Une enseigne n’a pas encore répondu : la convention s’établit quand chacune a accordé sa part.',
    )
  const [double] = enseignesEnDouble(cadres)
  if (double)
    return refuser(
      'double',
      `L’enseigne « ${double} » a deux parts accordées, l’une après l’autre : la convention n’en dit qu’une. Mettez fin à l’une, puis établissez-la.`,
    )
  if (exemplaires.length > 0 && exemplaires.every((e) => e.etat === 'a-viser'))
    return refuser(
      'deja',
      'La convention vient d’être établie à ces parts : ses exemplaires attendent le visa.',
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
  const gens = [...new Set((await gensDeLaMarque(tx, collective.id)).map((g) => g.fiche))]
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
          cadres: cadres.map((c) => c.id),
          gens,
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

/** Envoie à chaque personne le lien de son exemplaire visé, tous ou aucun ; rend combien sont partis, et qui n’a pas d’adresse à sa fiche. */
export const envoyerConvention = async (
  services: Services,
  tx: TenantTx,
  visiteur: Visiteur,
  exemplaires: readonly Exemplaire[],
): Promise<Result<{ readonly partis: number; readonly sansAdresse: readonly string[] }, Refus>> => {
  const organisme = visiteur.organisme?.id
  if (exemplaires.some((e) => e.etat === 'perimee'))
    return refuser(
      'perimee',
      'Les parts, ou les personnes, ont changé depuis : établissez la convention de nouveau, puis envoyez les liens.',
    )
  const attendus = exemplaires.filter((e) => e.etat === 'a-envoyer')
  const sansAdresse = attendus.filter((e) => !e.qui.courriel).map((e) => nomDe(e.qui))
  const aEnvoyer = attendus.filter((e) => e.qui.courriel)
  if (!organisme || attendus.length === 0) return refuser('rien', 'Aucun exemplaire visé n’attend son lien.')
  if (aEnvoyer.length === 0)
    return refuser(
      'adresse',
      `Aucune adresse à la fiche de ${sansAdresse.join(', ')} : écrivez-la, puis envoyez le lien.`,
    )
  return toutOuRien(tx, async () => {
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
      if (!demande.ok)
        return refuser(demande.error.code, `${nomDe(qui)} : ${demande.error.phrase} Aucun lien n’est parti.`)
    }
    return ok({ partis: aEnvoyer.length, sansAdresse })
  })
}
