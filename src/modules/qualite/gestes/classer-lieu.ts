/** La salle prêtée d’une autre coopérative, où une session se tient : ce que sa fiche dit, au registre des lieux (17), à vérifier sur place. */
import { createHash } from 'node:crypto'
import { formaterDate } from '#kernel/dates.ts'
import { uuidV7 } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { LieuPrete } from '#modules/mutualisation/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { lireLigne } from '../db/registre.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { classerReprise } from './tenir-registre.ts'

const genre = 'lieu'
/** Une fois par réservation et par session. Tant que personne d’ici ne dit ce qu’il a vérifié, la ligne déclare, et ne prouve rien. */
export const classerLieuPrete = async (
  tx: TenantTx,
  p: LieuPrete,
  maintenant: Date,
): Promise<Result<void, Refus>> => {
  const id = uuidV7(p.le, createHash('sha256').update(`${p.cle}:${p.session}:lieu`).digest())
  // Révisée depuis, elle reste comme qui la tient l’a écrite.
  if ((await lireLigne(tx, genre, id)).length > 0) return ok(undefined)
  const regarde = await lireRegard(tx, maintenant)
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const reserve = formaterDate(jourLocal(p.debut, ZONE_PAR_DEFAUT))
  return classerReprise(
    tx,
    {
      id,
      genre,
      activite: p.activite,
      titre: `${[p.titre, p.adresse].filter(Boolean).join(', ')}, prêtée par ${p.preteuse}`.slice(0, 300),
      le: jour,
      expireLe: null,
      session: null,
      personne: null,
      offre: null,
      etablissement: null,
      responsable: null,
      entreprise: null,
      // La session qui s’y tient : la grille la retrouve par là, quoi qu’on révise.
      origine: p.session,
      contenu: {
        accessibilite: p.acces,
        ...(p.places === null ? {} : { places: String(p.places) }),
        materiel: [
          p.equipement,
          p.configurations && `Places : ${p.configurations}`,
          p.reglement && `Règlement : ${p.reglement}`,
        ]
          .filter(Boolean)
          .join('. '),
      },
    },
    `${p.preteuse}, fiche de la salle au ${formaterDate(jour)}, réservée pour le ${reserve}${p.liee ? '' : ', d’après le lieu écrit à la session'}`,
    { regarde, le: maintenant },
  )
}
