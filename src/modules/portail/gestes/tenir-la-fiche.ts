import type { DateCivile } from '#kernel/dates.ts'
import { lireDepartements } from '#kernel/departements.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { codeNsf, libelleNsf } from '#modules/catalogue/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ImageReduite } from '#platform/images/reduire.ts'
import { garderFiche } from '../db/annuaire.ecritures.ts'
import { certificatDUnCommun, type Fiche } from '../db/annuaire.ts'
import { oterLogo, poserLogo } from '../db/logos.ecritures.ts'
import { lireEtiquettes } from '../domain/actualite.ts'
import { fauteDeFiche, lireFormacodes, lireNsf } from '../domain/fiche.ts'

/** Le logo à montrer : une image réduite, le tracé des documents, aucun ; absent, celui qui est là reste. */
export type LogoVoulu =
  | { readonly genre: 'image'; readonly image: ImageReduite }
  | { readonly genre: 'trace'; readonly octets: Uint8Array }
  | { readonly genre: 'aucun' }

/** Ce qu'elle écrit d'elle, tel que le formulaire le donne. */
type FicheSaisie = Pick<
  Fiche,
  'description' | 'effectif' | 'creeeEn' | 'qualiopi' | 'siegeMasque' | 'contact'
> & {
  readonly themes: string
  readonly publics: string
  readonly departements: string
  readonly nsf: string
  readonly formacodes: string
  readonly qualiopiSource: Fiche['qualiopiSource'] | undefined
  readonly qualiopiLe: DateCivile | undefined
  readonly publique: boolean
}

/** Garde la fiche de l'annuaire et son logo. `depuis` : quand elle fut publiée, si elle l'est déjà. */
export const garderLaFiche = async (
  tx: TenantTx,
  organisme: { readonly nom: string; readonly ville: string },
  saisie: FicheSaisie,
  logo: LogoVoulu | undefined,
  { le, depuis }: { readonly le: Date; readonly depuis: Date | null },
): Promise<Result<null, NonNullable<ReturnType<typeof fauteDeFiche>>>> => {
  const { themes, publics, departements, nsf, formacodes, publique, qualiopiSource, qualiopiLe, ...reste } =
    saisie
  const faute = fauteDeFiche(
    { nsf, departements, qualiopi: saisie.qualiopi, qualiopiSource: qualiopiSource ?? undefined },
    (n) => codeNsf(n) !== undefined || libelleNsf(n) !== undefined,
    saisie.qualiopi.length > 0 && (await certificatDUnCommun(tx)),
  )
  if (faute) return ko(faute)
  if (logo?.genre === 'aucun') await oterLogo(tx)
  else if (logo?.genre === 'trace')
    await poserLogo(tx, { type: 'image/svg+xml', octets: logo.octets, largeur: null, hauteur: null }, le)
  else if (logo) {
    const { petite, largeur, hauteur } = logo.image
    await poserLogo(tx, { type: 'image/webp', octets: petite, largeur, hauteur }, le)
  }
  const certifiee = saisie.qualiopi.length > 0
  await garderFiche(
    tx,
    {
      ...reste,
      themes: lireEtiquettes(themes),
      publics: uneLigne(publics),
      departements: lireDepartements(departements),
      nsf: lireNsf(nsf),
      formacodes: lireFormacodes(formacodes),
      qualiopiSource: certifiee ? (qualiopiSource ?? 'declaree') : null,
      qualiopiLe: certifiee ? (qualiopiLe ?? jourLocal(le, ZONE_PAR_DEFAUT)) : null,
      publieeLe: publique ? (depuis ?? le) : null,
    },
    organisme,
    le,
  )
  return ok(null)
}
