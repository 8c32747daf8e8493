/**
 * Les envois sans compte, tenus sans service tiers : un champ qu'une personne ne voit pas, un temps d'écriture, un compte par adresse,
 * et la preuve du courriel avant tout effet (chaque page).
 */
import { z } from 'zod'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { texte } from '#web/fields.ts'
import { preuveInstant, prouveInstant } from '../gestes/instant.ts'

/** Une personne met plus de trois secondes à écrire ; un formulaire laissé ouvert deux jours se recharge. */
const TROP_VITE_MS = 3_000
const TROP_VIEUX_MS = 2 * 86_400_000

export const champsIndesirables = {
  site_web: texte({ max: 200 }),
  ouvert: texte({ max: 200 }),
}
const schema = z.object(champsIndesirables)

export const Gardes = ({ keys, le, ouvert }: { keys: Keys; le: Date; ouvert?: string }) => (
  <>
    <p class="unseen" aria-hidden="true">
      <label for="site_web">Laissez ce champ vide</label>
      <input id="site_web" name="site_web" type="text" tabindex={-1} autocomplete="off" />
    </p>
    <input type="hidden" name="ouvert" value={ouvert || preuveInstant(keys, le)} />
  </>
)

/** « piege » : on répond comme si tout allait bien, et l'on ne fait rien. */
export const garder = (
  keys: Keys,
  data: z.output<typeof schema>,
  maintenant: Date,
): Result<'personne' | 'piege', Refus<'trop-vite' | 'trop-vieux'>> => {
  if (data.site_web !== '') return ok('piege')
  const ouvert = prouveInstant(keys, data.ouvert)
  if (!ouvert || maintenant.getTime() - ouvert.getTime() > TROP_VIEUX_MS)
    return refuser(
      'trop-vieux',
      'Cette page était ouverte depuis longtemps : relisez, puis envoyez de nouveau.',
    )
  if (maintenant.getTime() - ouvert.getTime() < TROP_VITE_MS)
    return refuser(
      'trop-vite',
      'L’envoi est parti plus vite qu’une personne n’écrit : relisez, puis envoyez de nouveau.',
    )
  return ok('personne')
}
