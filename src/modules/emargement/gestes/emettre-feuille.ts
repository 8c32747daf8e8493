/** La feuille d’émargement : ce que le registre dit d’une session, figé en PDF. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { emettrePiece, lirePiece, type PieceId } from '#modules/documents/index.ts'
import type { Acces } from '#platform/db/access.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { derniereFeuille, lirePapier, lireSession } from '../db/certificats.ts'
import { verrouillerCertificat, verrouillerSession } from '../db/registre.ecritures.ts'
import { anneeDe, ferme, hacher } from '../documents/emissions-communes.ts'
import type { FeuilleEmargementV1 } from '../documents/feuille-emargement.v1.ts'
import type { SessionId } from '../domain/ports.ts'
import { composerFeuille, type DonneesFeuille } from './composer-feuille.ts'

/**
 * Émet la feuille de la session. Sans rien de neuf au registre depuis la dernière, rend la même ; sinon en émet une
 * qui la remplace. Possible en cours de session : les cases à venir restent « à signer ».
 */
export const emettreFeuille = async (
  services: Services,
  acces: Acces,
  id: SessionId,
): Promise<Result<{ readonly piece: PieceId; readonly numero: string; readonly neuve: boolean }, Refus>> =>
  (await services.db.withTenant(acces, async (tx) => {
    await verrouillerCertificat(tx, id)
    await verrouillerSession(tx, id)
    const donnees = await composerFeuille(services, tx, id)
    const session = donnees && (await lireSession(tx, id))
    if (!donnees || !session)
      return refuser('introuvable', 'Cette session n’existe pas, ou n’a pas de séance.')
    if (donnees.stagiaires.length === 0)
      return refuser('feuille-vide', 'Personne n’est inscrit : il n’y a pas de feuille à émettre.')
    const derniere = await derniereFeuille(tx, id)
    const figees = derniere && (JSON.parse(derniere.donnees) as Partial<FeuilleEmargementV1>)
    // Le registre dit tout, sauf ce que le temps et le bureau changent : une fenêtre qui se ferme, un client, une convention.
    const memes = (d: Partial<DonneesFeuille>) =>
      hacher({
        r: d.registre ?? null,
        s: d.stagiaires?.map((x) => [x.prenom, x.nom, x.groupe ?? null, x.reference ?? null]),
        e: d.stagiaires?.map((x) =>
          Object.entries(x.presences)
            .map(([k, p]) => [k, p.etat])
            .toSorted(),
        ),
        q: d.seances,
      })
    if (derniere && figees && memes(figees) === memes(donnees)) {
      const piece = await lirePiece(tx, derniere.id)
      if (piece) return ok({ piece: piece.id, numero: piece.numero, neuve: false })
    }
    const maintenant = services.clock.now()
    const papier = await lirePapier(tx, services.storage, session.activite)
    const emise = await emettrePiece(services)(tx, {
      genre: 'feuille-emargement',
      activite: session.activite,
      gabarit: 'feuille-emargement.v1',
      donnees,
      libelle: `${session.numero}, ${session.intitule}`,
      recherche: session.intitule,
      objet: { genre: 'session', id },
      ...(derniere ? { remplace: derniere.id } : {}),
      emisLe: maintenant,
      annee: anneeDe(maintenant, papier.zone),
    })
    if (!emise.ok) return emise
    await consigner(tx, {
      activite: session.activite,
      faitLe: maintenant,
      module: 'emargement',
      geste: 'emettre-feuille',
      objet: { genre: 'session', id },
      phrase: `La feuille d’émargement ${emise.value.numero} a été émise.`,
    })
    return ok({ piece: emise.value.id, numero: emise.value.numero, neuve: true })
  })) ?? ferme()
