import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'

/**
 * Le ralentissement des connexions. On compte par compte ET par adresse réseau : par compte seul, un tiers
 * ferme la porte de quelqu’un ; par adresse seule, une ferme de machines essaie tout. Aucun blocage définitif :
 * le délai double puis plafonne, et un lien de réinitialisation reste toujours possible.
 */
export type ReglesRalentir = {
  /** Échecs sans conséquence : on se trompe. */
  readonly franchise: number
  readonly premierDelaiS: number
  readonly plafondS: number
  /** Au bout de ce temps sans échec, le compteur repart de zéro. */
  readonly oubliS: number
}
export const parCompte: ReglesRalentir = { franchise: 5, premierDelaiS: 5, plafondS: 900, oubliS: 3600 }
/** Une salle entière sort par la même adresse : la franchise est large. */
export const parAdresse: ReglesRalentir = { franchise: 30, premierDelaiS: 5, plafondS: 900, oubliS: 3600 }

/** Ce que la base garde : jamais l’adresse en clair, une empreinte à clé. */
export type Echecs = { readonly nombre: number; readonly dernierLe: Date }

/** Secondes à attendre après le dernier échec. */
export const delaiS = (nombre: number, regles: ReglesRalentir): number =>
  nombre <= regles.franchise
    ? 0
    : Math.min(regles.plafondS, regles.premierDelaiS * 2 ** Math.min(30, nombre - regles.franchise - 1))

const oublie = (echecs: Echecs, maintenant: Date, regles: ReglesRalentir): boolean =>
  maintenant.getTime() - echecs.dernierLe.getTime() >= regles.oubliS * 1000

/** Peut-on vérifier un mot de passe maintenant ? À demander AVANT de hacher : c’est le hachage qui coûte. */
export const peutEssayer = (
  echecs: Echecs | undefined,
  maintenant: Date,
  regles: ReglesRalentir,
): Result<true, Refus<'trop-d-essais'> & { readonly reprendreLe: Date }> => {
  if (!echecs || oublie(echecs, maintenant, regles)) return ok(true)
  const reprendreLe = new Date(echecs.dernierLe.getTime() + delaiS(echecs.nombre, regles) * 1000)
  if (maintenant >= reprendreLe) return ok(true)
  const secondes = Math.ceil((reprendreLe.getTime() - maintenant.getTime()) / 1000)
  const attente = secondes < 60 ? compter(secondes, 'seconde') : compter(Math.ceil(secondes / 60), 'minute')
  const rendu = refuser(
    'trop-d-essais',
    `Trop d’essais de suite. Réessayez dans ${attente}, ou demandez un lien pour choisir un autre mot de passe.`,
  )
  return rendu.ok ? rendu : { ok: false, error: { ...rendu.error, reprendreLe } }
}

export const noterEchec = (echecs: Echecs | undefined, maintenant: Date, regles: ReglesRalentir): Echecs => ({
  nombre: !echecs || oublie(echecs, maintenant, regles) ? 1 : echecs.nombre + 1,
  dernierLe: maintenant,
})
