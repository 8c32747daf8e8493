/**
 * L’extrait de présence : pour un stagiaire reçu d’un autre organisme, ce que le registre dit de lui. Le certificat
 * revient au donneur d’ordre ; ce qui manque à la pièce est nommé par le gabarit, avec son article.
 */
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { emettrePiece, type PieceId, piecesCourantes } from '#modules/documents/index.ts'
import { lireQuiForme } from '#modules/inscriptions/index.ts'
import { motModaliteSeance } from '#modules/sessions/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import {
  type Donneur,
  feuillesDe,
  lireDelegues,
  lireDonneur,
  lireInscription,
  lirePapier,
  lireSession,
  provenancesDe,
  registreDe,
} from '../db/certificats.ts'
import { lireCases, lireDemisDesPieces } from '../db/lectures.ts'
import { verrouillerCasesDe, verrouillerCertificat } from '../db/registre.ecritures.ts'
import { anneeDe, enPhrase, ferme, hacher, heuresDe, hhmm, lieuDe } from '../documents/emissions-communes.ts'
import { delivrableDe } from '../domain/certifiable.ts'
import { choisirSignataire } from '../domain/faits-du-certificat.ts'
import { donneurDe } from '../domain/provenance.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'

/** Ce que l’extrait porte du donneur d’ordre, et que sa fiche ne dit pas encore. */
export const manquesDuDonneur = (d: Donneur): readonly Refus[] => [
  ...(d.nda
    ? []
    : [
        refus(
          'donneur-sans-nda',
          `Le numéro de déclaration d’activité ${de(d.nom)} manque : l’extrait le porte (C. trav., art. R6351-6). Il s’écrit sur sa fiche.`,
        ),
      ]),
  ...(d.adresse && d.codePostal && d.ville
    ? []
    : [
        refus(
          'donneur-sans-adresse',
          `L’adresse ${de(d.nom)} n’est pas entière : l’extrait la porte. Elle s’écrit sur sa fiche.`,
        ),
      ]),
]

/** Le préfet de région auquel le donneur d’ordre est déclaré : la fiche d’une entreprise ne le porte pas. */
type Saisie = { readonly prefet: string; readonly contrat: string }

/** L’extrait tel que le registre le dit maintenant, et l’empreinte de ce que le donneur d’ordre y lit. */
const composerExtrait = async (
  services: Pick<Services, 'storage' | 'clock'>,
  tx: TenantTx,
  id: InscriptionId,
  saisie: Saisie,
) => {
  const inscription = await lireInscription(tx, id)
  const session = inscription && (await lireSession(tx, inscription.session))
  if (!inscription || !session) return ferme()
  const donneur = await lireDonneur(tx, id)
  if (delivrableDe(inscription) !== 'extrait' || !donneur)
    return refuser(
      'pas-recue',
      'Cette personne n’est pas reçue d’un autre organisme : elle a droit à un certificat.',
    )
  const demis = await lireDemisDesPieces(tx, session.id)
  const provenances = await provenancesDe(tx, session.id)
  const feuillesPartagees = (await lireCases(tx, { session: session.id, sansPrive: true })).some(
    (c) => donneurDe(provenances.get(c.inscription))?.nom !== donneur.nom,
  )
  const cases = await lireCases(tx, { session: session.id, inscription: id })
  const registre = await registreDe(tx, session.id)
  const feuilles = await feuillesDe(tx, session.id)
  const [premiere, derniere] = [demis[0], demis.at(-1)]
  if (!premiere || !derniere || !registre)
    return refuser('rien-au-registre', 'Le registre ne dit encore rien de cette session.')
  if (feuilles.length === 0)
    return refuser('sans-feuille', 'Émettez d’abord la feuille de la session : l’extrait la cite.')
  const papier = await lirePapier(tx, services.storage, session.activite)
  const [manque] = manquesDuDonneur(donneur)
  if (manque) return ko(manque)
  const maintenant = services.clock.now()
  const aujourdhui = jourLocal(maintenant, papier.zone)
  const signataire = choisirSignataire(await lireDelegues(tx), 'certificat-realisation', aujourdhui)
  if (!signataire)
    return refuser('signataire-sans-pouvoir', 'Personne n’a le pouvoir de signer cette pièce à ce jour.')
  const minutes = (d: (typeof demis)[number]) => d.seance.fin - d.seance.debut
  const demiJournees = demis.flatMap((d) => {
    const c = cases.find((x) => x.seance === d.seance.id)
    if (!c) return []
    const presente = c.presence.etat === 'signee'
    const etat = presente
      ? c.regularisee
        ? 'regularisee'
        : 'presente'
      : c.presence.etat === 'absente'
        ? 'absente'
        : 'non-statuee'
    const minutesSuivies = heuresDe([d], [c]).suiviMin
    const { date, debut, fin } = d.seance
    const comment = d.modalite ? { modalite: motModaliteSeance[d.modalite] } : {}
    return [{ date, debut: hhmm(debut), fin: hhmm(fin), ...comment, etat, minutesSuivies }]
  })
  const { prenom, nom } = inscription
  const quiForme = await lireQuiForme(
    tx,
    demis.map((d) => d.seance.id),
    session.formateur,
  )
  const donnees = {
    organisme: papier.organisme,
    donneur: {
      nom: donneur.nom,
      adresse: {
        lignes: (donneur.adresse ?? '').split('\n').filter(Boolean),
        codePostal: donneur.codePostal ?? '',
        ville: donneur.ville ?? '',
      },
      ...(donneur.siret ? { siret: donneur.siret } : {}),
      nda: donneur.nda ?? '',
      prefet: saisie.prefet,
    },
    references: { session: session.numero, contrat: saisie.contrat },
    action: {
      intitule: session.intitule,
      minutes: demis.reduce((n, d) => n + minutes(d), 0),
      debut: premiere.seance.date,
      fin: derniere.seance.date,
      modalite: enPhrase[session.modalite] ?? 'en présentiel',
      formateurs: quiForme.map((f) => ({ prenom: f.prenom, nom: f.nom, titres: f.titres })),
      lieu: lieuDe(session, demis),
    },
    presences: [{ prenom, nom, minutesSuivies: heuresDe(demis, cases).suiviMin, demiJournees }],
    registre,
    feuilles,
    feuillesPartagees,
    fait: { ville: papier.ville, le: aujourdhui },
    signataires: { organisme: { prenom: '', nom: signataire.nom, qualite: signataire.qualite } },
  }
  // Ni la date, ni qui signe, ni l’état du registre entier : ce que le donneur d’ordre lit de cette personne.
  const { donneur: pour, references, action, presences } = donnees
  const faits = hacher({ pour, references, action, presences, feuilles, feuillesPartagees })
  return ok({ inscription, session, papier, maintenant, donnees, faits })
}

/** Les faits ont changé depuis : il ne se signe ni ne se remet plus, un autre le remplace. */
export const extraitPerime = async (
  services: Pick<Services, 'storage' | 'clock'>,
  tx: TenantTx,
  id: InscriptionId,
  emis: Awaited<ReturnType<typeof piecesCourantes>>[number],
): Promise<boolean> => {
  const {
    donneur,
    references,
  }: {
    readonly donneur?: { readonly prefet: string }
    readonly references?: { readonly contrat: string }
  } = JSON.parse(emis.donnees)
  // Effacé, il ne dit plus rien qui se compare.
  if (!donneur || !references) return false
  const vu = await composerExtrait(services, tx, id, { prefet: donneur.prefet, contrat: references.contrat })
  return vu.ok && vu.value.faits !== emis.faits
}

export const emettreExtrait = async (
  services: Services,
  acces: Acces,
  id: InscriptionId,
  saisie: Saisie,
): Promise<Result<{ readonly piece: PieceId; readonly numero: string; readonly neuf: boolean }, Refus>> =>
  (await services.db.withTenant(acces, async (tx) => {
    await verrouillerCertificat(tx, id)
    await verrouillerCasesDe(tx, [id])
    const vu = await composerExtrait(services, tx, id, saisie)
    if (!vu.ok) return vu
    const { inscription, session, papier, maintenant, donnees, faits } = vu.value
    const { prenom, nom } = inscription
    const [dernier] = await piecesCourantes(tx, { genre: 'extrait-presence', objet: id })
    if (dernier?.faits === faits) return ok({ piece: dernier.id, numero: dernier.numero, neuf: false })
    const emise = await emettrePiece(services)(tx, {
      genre: 'extrait-presence',
      activite: session.activite,
      gabarit: 'extrait-presence.v1',
      donnees,
      faits,
      ...(dernier ? { remplace: dernier.id } : {}),
      libelle: `${prenom} ${nom}, pour ${donnees.donneur.nom}`,
      recherche: `${nom} ${prenom} ${donnees.donneur.nom}`,
      objet: { genre: 'inscription', id },
      emisLe: maintenant,
      annee: anneeDe(maintenant, papier.zone),
    })
    if (!emise.ok) return emise
    await consigner(tx, {
      activite: session.activite,
      faitLe: maintenant,
      module: 'emargement',
      geste: 'emettre-extrait',
      objet: { genre: 'inscription', id },
      phrase: `L’extrait de présence ${emise.value.numero} de {tiers:${inscription.personne}} a été émis${dernier ? '\u202f; il remplace le précédent' : ''}.`,
    })
    return ok({ piece: emise.value.id, numero: emise.value.numero, neuf: true })
  })) ?? ferme()
