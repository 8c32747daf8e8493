import { signeApres } from '#kernel/signe-apres.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import type { DossierControle } from '../dossier.ts'
import { direJour, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** Sous qui la pièce se range : trois noms au plus, et combien d’autres. Un client sans inscrit n’en a pas. */
const pourQui = (d: DossierControle, dossier: string, phrase: string): string => {
  const gens = d.inscriptions.filter((i) => i.dossier === dossier).map((i) => nommer(i.personne))
  const dits = gens.length > 4 ? [...gens.slice(0, 3), compter(gens.length - 3, 'autre personne')] : gens
  return dits.length === 0 ? phrase : `${phrase} Pour : ${enumerer(dits)}.`
}

export const contratSigne: Regle = {
  code: 'contrat-signe',
  titre: 'Convention ou contrat non signé au début',
  source: { texte: 'L6353-1, L6353-3 ; un départ sans signature se motive', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  // Signée trop tard, rien ne se relance : le dossier dit la date, et demande la signature si elle manque encore.
  remede: 'Voir le dossier',
  examiner: (d) => {
    const { zone } = d.session
    const premiere = d.seances[0]
    if (!premiere) return []
    // Le début de l’action, et non l’ouverture de la signature : une fenêtre réglée plus tôt ne rend personne tardif.
    const debut = instantDe(premiere.jour, premiere.debut, zone).instant
    if (debut > d.maintenant) return []
    const dossiers = new Map(
      [...(d.engagements ?? []), ...d.inscriptions].flatMap((i) =>
        i.dossier && (i.regime === 'convention' || i.regime === 'contrat') ? [[i.dossier, i] as const] : [],
      ),
    )
    return [...dossiers].flatMap(([dossier, i]) =>
      i.demarrageMotive ||
      (i.signeLe && !signeApres({ signeLe: i.signeLe, surPapier: i.surPapier === true }, debut, zone))
        ? []
        : [
            {
              cle: dossier,
              phrase: pourQui(
                d,
                dossier,
                i.signeLe
                  ? `${i.regime === 'contrat' ? 'Un contrat de cette session a été signé' : 'Une convention de cette session a été signée'} le ${direJour(jourLocal(i.signeLe, zone))}, après le début.`
                  : i.regime === 'contrat'
                    ? 'Un contrat de cette session n’est pas revenu signé ; l’action a commencé.'
                    : 'Une convention de cette session n’est pas revenue signée ; l’action a commencé.',
              ),
              ou: { genre: 'dossier', id: dossier } as const,
            },
          ],
    )
  },
}
