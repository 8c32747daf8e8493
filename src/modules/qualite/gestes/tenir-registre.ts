import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { neeDUnAudit } from '../db/audit-blanc.ts'
import { listerFaits } from '../db/mesures.queries.ts'
import type { Regarde } from '../db/population.ts'
import { insererLigne } from '../db/registre.ecritures.ts'
import { type LigneVoulue, lireLigne } from '../db/registre.ts'
import { repasse } from '../domain/audit-blanc.ts'
import { controles } from '../domain/controles/index.ts'
import { indicateurTouche, registreDe, verifierLigne } from '../domain/registres.ts'

export type RefusRegistre = Refus<
  'incoherent' | 'futur' | 'trou-neuf' | 'sans-dossier' | 'change' | 'terme'
> & {
  readonly champ?: string
}

/**
 * Écrit une ligne, ou sa révision : l’ancienne reste. Une action d’amélioration liée à un indicateur ne se clôt que si le contrôle
 * repasse sur de nouveaux dossiers : aucun trou né après son ouverture.
 */
export const tenirLigne = async (
  tx: TenantTx,
  voulue: Omit<LigneVoulue, 'rang'>,
  { rangLu, regarde, le }: { readonly rangLu: number; readonly regarde: Regarde; readonly le: Date },
): Promise<Result<void, RefusRegistre>> => {
  const registre = registreDe(voulue.genre)
  if (!registre) throw new Error(`registre inconnu : ${voulue.genre}`)
  if (voulue.le > regarde.jour)
    return {
      ok: false,
      error: {
        code: 'futur',
        champ: 'le',
        phrase: 'Un fait s’écrit quand il a eu lieu : cette date est à venir.',
      },
    }
  if (voulue.expireLe !== null && voulue.expireLe < voulue.le)
    return {
      ok: false,
      error: { code: 'terme', champ: 'expireLe', phrase: 'Le terme vient après le premier jour.' },
    }
  const gene = verifierLigne(voulue.genre, voulue.contenu)
  if (gene && !voulue.retire)
    return { ok: false, error: { code: 'incoherent', champ: gene.champ, phrase: gene.phrase } }
  const [avant] = await lireLigne(tx, voulue.genre, voulue.id)
  if ((avant?.rang ?? 0) !== rangLu) {
    // Le même envoi reçu deux fois : la ligne est déjà celle-ci.
    if (rangLu === 0 && avant?.rang === 1 && avant.titre === voulue.titre) return ok(undefined)
    return refuser('change', 'Quelqu’un vient de réviser cette ligne : relisez-la avant d’écrire.')
  }
  if (
    voulue.genre === 'action' &&
    typeof voulue.contenu.closeLe === 'string' &&
    voulue.contenu.closeLe !== '' &&
    !voulue.retire
  ) {
    // Dit, ou `verifierLigne` a déjà refusé.
    const indicateur = indicateurTouche(voulue.contenu) ?? 0
    if (await neeDUnAudit(tx, voulue.id)) {
      const vu = await repasseDepuis(tx, regarde, indicateur, avant?.le ?? voulue.le)
      if (!vu.ok) return { ok: false, error: { ...vu.error, champ: 'closeLe' } }
    }
    const neufs = await trousNeufs(tx, regarde, indicateur, voulue.le)
    if (neufs > 0)
      return {
        ok: false,
        error: {
          code: 'trou-neuf',
          champ: 'closeLe',
          phrase: `Cette action ne se clôt pas encore : l’indicateur a ${neufs} trou${neufs > 1 ? 's' : ''} né${neufs > 1 ? 's' : ''} depuis son ouverture.`,
        },
      }
  }
  const rang = rangLu + 1
  if (!(await insererLigne(tx, { ...voulue, rang }, le)))
    return refuser('change', 'Quelqu’un vient de réviser cette ligne : relisez-la avant d’écrire.')
  await consigner(tx, {
    activite: voulue.activite,
    faitLe: le,
    module: 'qualite',
    geste: voulue.retire ? 'retirer-ligne' : rang === 1 ? 'inscrire-ligne' : 'reviser-ligne',
    objet: { genre: 'ligne-qualite', id: voulue.id },
    phrase: `${registre.titre} : ${voulue.retire ? 'une ligne est retirée' : rang === 1 ? 'une ligne est inscrite' : 'une ligne est révisée'}.`,
    details: { genre: voulue.genre, rang },
  })
  return ok(undefined)
}

/**
 * Classe au registre la copie datée de ce qu’une autre coopérative partage. Elle ne prouve rien, fichier compris, tant que la révision ne dit
 * pas ce que l’on en a adapté et décidé ici : c’est la règle de `peser`, la même pour tous les registres.
 */
export const classerReprise = (
  tx: TenantTx,
  copie: Omit<LigneVoulue, 'rang' | 'retire'>,
  repriseDe: string,
  { regarde, le }: { readonly regarde: Regarde; readonly le: Date },
): Promise<Result<void, RefusRegistre>> => {
  const { adaptation: _, ...contenu } = copie.contenu
  return tenirLigne(
    tx,
    { ...copie, contenu: { ...contenu, repriseDe }, retire: false },
    { rangLu: 0, regarde, le },
  )
}

/** Les contrôles d’un indicateur repassent-ils, sur des dossiers nés depuis ce jour ? Ce que rien ne lit se vérifie à la main. */
const repasseDepuis = async (tx: TenantTx, regarde: Regarde, indicateur: number, depuis: string) => {
  const codes = controles
    .filter(
      (c) => c.indicateur === indicateur && c.force === 'preuve' && !c.attend && c.registre !== 'action',
    )
    .map((c) => c.code)
  return repasse(await listerFaits(tx, regarde, codes, { max: 60_000 }), depuis)
}

const trousNeufs = async (
  tx: TenantTx,
  regarde: Regarde,
  indicateur: number,
  depuis: string,
): Promise<number> => {
  const codes = controles
    .filter((c) => c.indicateur === indicateur && !c.attend && c.registre !== 'action')
    .map((c) => c.code)
  const trous = await listerFaits(tx, regarde, codes, { tenus: false })
  return trous.filter((t) => t.session !== null && t.jour !== null && t.jour > depuis).length
}
