/** Le curriculum vitæ et les formations qu’une personne d’une autre coopérative a remis pour une mission : à leurs registres (21, 22), jusqu’à leur terme. */
import { createHash } from 'node:crypto'
import { uuidV7 } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { PieceDuDossier } from '#modules/mutualisation/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { lireLigne } from '../db/registre.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { joindreFichier } from './joindre-fichier.ts'
import { tenirLigne } from './tenir-registre.ts'

const genres = { cv: 'cv', formation: 'developpement' } as const
const fichiers = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpeg' } as const
const texte = (x: unknown): string => (typeof x === 'string' ? x : '')

export const classerPieceRemise = async (
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  p: PieceDuDossier,
  maintenant: Date,
): Promise<Result<boolean, Refus>> => {
  const idDe = (quoi: string) => uuidV7(p.remiseLe, createHash('sha256').update(`${p.cle}:${quoi}`).digest())
  const id = idDe('ligne')
  // Ce qui cesse de valoir chez qui l’envoie ne vaut pas plus longtemps ici.
  const terme = p.vautJusqu !== null && p.vautJusqu < p.jusquAu ? p.vautJusqu : p.jusquAu
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  if (terme < jour) return ok(false)
  const genre = genres[p.genre]
  // Rangée déjà, ou révisée depuis : elle reste comme qui la tient l’a écrite.
  if ((await lireLigne(tx, genre, id)).length === 0) {
    const fait = await tenirLigne(
      tx,
      {
        id,
        genre,
        activite: p.activite,
        // D’où elle vient se lit à son titre : écrit dans ce qui se pèse, cela tiendrait lieu de preuve.
        titre: `${p.titre.slice(0, 100)}. ${p.source}`.slice(0, 300),
        le: p.jour,
        expireLe: terme,
        session: null,
        personne: p.personne,
        offre: null,
        etablissement: null,
        responsable: null,
        entreprise: null,
        // Au terme, la base retrouve par là ce qu’elle efface.
        origine: p.remise,
        retire: false,
        contenu:
          p.genre === 'cv'
            ? { domaines: texte(p.contenu.domaines), ou: p.source }
            : {
                duree: texte(p.contenu.duree),
                apport: texte(p.contenu.apport),
                // Une présence pointée demande ici aussi la feuille signée.
                ...(texte(p.contenu.atelier) === '' ? {} : { atelier: texte(p.contenu.atelier) }),
              },
      },
      { rangLu: 0, regarde: await lireRegard(tx, maintenant), le: maintenant },
    )
    if (!fait.ok) return fait
  }
  const type = fichiers[p.type as keyof typeof fichiers]
  if (!p.fichier || !type) return ok(true)
  const joint = await joindreFichier(
    storage,
    tx,
    {
      id: idDe('fichier'),
      activite: p.activite,
      ligne: id,
      nom: p.nom,
      genre: type,
      octets: p.fichier,
      expireLe: terme,
    },
    { le: maintenant, jour },
  )
  return joint.ok || joint.error.code === 'deja' ? ok(true) : joint
}
