import { createHash } from 'node:crypto'
import { type DateCivile, morceaux } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  enseigneParDefaut,
  lireOrganisme,
  listerEtablissements,
  listerSignataires,
  type Piece,
  peutSigner,
} from '#modules/organisme/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { SignataireV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { Services } from '#platform/services.ts'
import { lirePapierAEnTete, piecesCourantes } from '../db/papier.ts'
import { verrouillerPiece } from '../db/signatures.ts'
import type { ReglementInterieurV1 } from '../documents/reglement-interieur.v1.ts'
import type { PieceId } from '../domain/piece.ts'
import { composerEpreuve, emettrePiece } from './composer.ts'
import type { PieceEmise } from './emettre-piece.ts'

export type ReglementSaisi = Pick<
  ReglementInterieurV1,
  'responsable' | 'securite' | 'vie' | 'exclusionJoursMax' | 'reclamation'
> & { readonly enVigueurLe: DateCivile }

/** Ce que l’on propose d’abord : vrai presque partout, et à relire pour ses propres murs. */
export const reglementPropose = {
  incendie:
    'Le plan d’évacuation et l’emplacement des extincteurs sont affichés ; au signal, on sort sans courir et on se rassemble au point indiqué.',
  accident:
    'Une trousse de premiers secours est à l’accueil ; le 15, le 18 et le 112 s’appellent de tout téléphone.',
  materiel: 'Le matériel sert à la formation et reste sur place ; une panne se signale sans y toucher.',
  vie: 'Chacun travaille dans le respect des autres. On n’enregistre ni ne filme sans l’accord de tous. Les supports remis ne servent qu’à la personne formée.',
  exclusionJoursMax: 5,
} as const

/** Qui signe cette sorte de pièces aujourd’hui, par sa fonction d’abord. Rien : personne n’en a le pouvoir. */
export const choisirSignataire = async (
  tx: TenantTx,
  piece: Piece | null,
  jour: DateCivile,
): Promise<SignataireV1 | undefined> => {
  const delegations = await listerSignataires(tx)
  const valables = delegations.filter((d) => {
    const r = peutSigner([d], d.personne, piece, null, jour)
    return r.ok
  })
  const retenu = valables.find((d) => d.genre === 'fonction') ?? valables[0]
  return retenu && { prenom: '', nom: retenu.nom, qualite: retenu.qualite }
}

const preparer = async (services: Services, tx: TenantTx, s: ReglementSaisi) => {
  const organisme = await lirePapierAEnTete(tx, services.storage)
  const o = await lireOrganisme(tx)
  const jour = jourLocal(services.clock.now(), o.zone)
  const signataire = await choisirSignataire(tx, 'certificat-realisation', jour)
  if (!signataire)
    return refuser(
      'sans-signataire',
      'Personne n’a le pouvoir de signer pour l’organisme : nommez un signataire.',
    )
  const lieux = (await listerEtablissements(tx))
    .filter((e) => e.fermeLe === null)
    .map((e) => ({
      nom: e.nom,
      adresse: { lignes: e.adresse.split('\n').filter(Boolean), codePostal: e.codePostal, ville: e.ville },
    }))
  const donnees: Omit<ReglementInterieurV1, 'numero'> = {
    ...s,
    organisme,
    ...(organisme.nda === '' ? { premiere: true } : {}),
    lieux: lieux.length > 0 ? lieux : [{ nom: 'Siège', adresse: organisme.adresse }],
    fait: { ville: organisme.adresse.ville, le: jour },
    signataires: { organisme: signataire },
  }
  return { ok: true as const, value: { donnees, jour } }
}

const multilignes = ['vie']

export const epreuveDuReglement = async (services: Services, acces: Acces, s: ReglementSaisi) => {
  const lu = await services.db.withTenant(acces, (tx) => preparer(services, tx, s))
  if (!lu?.ok) return lu ?? refuser('introuvable', 'Votre session est close : reconnectez-vous.')
  return composerEpreuve(services)({
    gabarit: 'reglement-interieur.v1',
    donnees: lu.value.donnees,
    emisLe: services.clock.now(),
    multilignes,
  })
}

/** Émet le règlement ; le précédent, s’il y en a un, est remplacé. */
export const emettreReglement = async (
  services: Services,
  acces: Acces,
  s: ReglementSaisi,
): Promise<Result<PieceEmise, Refus>> => {
  const rendu = await services.db.withTenant(
    acces,
    async (tx, tenant): Promise<Result<PieceEmise, Refus>> => {
      // Un à la fois : sans quoi deux clics verraient tous deux qu’il n’y en a pas, et deux règlements vaudraient.
      await verrouillerPiece(tx, tenant.organisme as string as PieceId)
      const lu = await preparer(services, tx, s)
      if (!lu.ok) return lu
      const enseigne = await enseigneParDefaut(tx)
      if (!enseigne) return refuser('sans-enseigne', 'Aucune enseigne ouverte ne peut porter ce règlement.')
      const [precedent] = await piecesCourantes(tx, { genre: 'reglement-interieur' })
      const { fait: _, ...decident } = lu.value.donnees
      const faits = createHash('sha256').update(JSON.stringify(decident)).digest('hex')
      // Le second clic d’un même envoi retrouve le règlement du premier.
      if (precedent?.faits === faits) return ok({ ...precedent, remplaces: [] })
      const emisLe = services.clock.now()
      const emise = await emettrePiece(services)(tx, {
        genre: 'reglement-interieur',
        activite: enseigne.id,
        gabarit: 'reglement-interieur.v1',
        donnees: lu.value.donnees,
        libelle: 'Règlement intérieur des stagiaires',
        recherche: 'reglement interieur',
        objet: { genre: 'organisme', id: tenant.organisme },
        ...(precedent ? { remplace: precedent.id } : {}),
        faits,
        emisLe,
        annee: morceaux(lu.value.jour).annee,
        multilignes,
      })
      if (emise.ok)
        await consigner(tx, {
          activite: enseigne.id,
          faitLe: emisLe,
          module: 'documents',
          geste: 'emettre-reglement',
          objet: { genre: 'piece', id: emise.value.id },
          phrase: `Le règlement intérieur ${emise.value.numero} est émis${precedent ? `\u202f; il remplace ${precedent.numero}` : ''}.`,
        })
      return emise
    },
  )
  return rendu ?? refuser('introuvable', 'Votre session est close : reconnectez-vous.')
}
