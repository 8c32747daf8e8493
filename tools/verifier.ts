import { join } from 'node:path'
import { type Bilan, executerVerifications, type Verification } from './verification.ts'
import { chemins } from './verifications/chemins.ts'
import { couches } from './verifications/couches.ts'
import { definitions } from './verifications/definitions.ts'
import { envoisParGeste } from './verifications/envois.ts'
import { forme } from './verifications/forme.ts'
import { generesAJour } from './verifications/generes.ts'
import { genresDansLeursFiches } from './verifications/genres.ts'
import { interditsAbsents } from './verifications/interdits.ts'
import { longueurs } from './verifications/longueurs.ts'
import { migrations } from './verifications/migrations.ts'
import { modules } from './verifications/modules.ts'
import { unSeulMonde } from './verifications/monde.ts'
import { pagesSansPorteQuiEcrit } from './verifications/portes.ts'
import { codeMort, format, types } from './verifications/programmes.ts'
import { rangSql } from './verifications/rang-sql.ts'
import { reglesEnUnSeulEndroit } from './verifications/regles-sql.ts'
import { typographie } from './verifications/typographie.ts'

export const verifications: readonly Verification[] = [
  types,
  format,
  codeMort,
  generesAJour,
  couches,
  pagesSansPorteQuiEcrit,
  envoisParGeste,
  modules,
  forme,
  unSeulMonde,
  chemins,
  genresDansLeursFiches,
  rangSql,
  reglesEnUnSeulEndroit,
  migrations,
  definitions,
  longueurs,
  interditsAbsents,
  typographie,
]

const racine = join(import.meta.dirname, '..')

/** Toutes les vérifications à la fois, une ligne chacune sur la sortie ; aucune n’arrête les autres. */
export const verifierTout = (): Promise<Bilan> =>
  executerVerifications(racine, verifications, (ligne) => console.log(ligne))

if (import.meta.main) {
  const { passees, echouees } = await verifierTout()
  console.log(
    echouees === 0
      ? `${passees} vérifications, toutes passées.`
      : `${echouees} ${echouees > 1 ? 'vérifications ont échoué' : 'vérification a échoué'} sur ${passees + echouees}.`,
  )
  process.exitCode = echouees === 0 ? 0 : 1
}
