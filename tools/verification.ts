/** Ce qu’une vérification répond : d’accord, avec un mot de bilan ; ou non, avec une ligne par faute. */
export type Verdict =
  | { readonly ok: true; readonly bilan: string }
  | { readonly ok: false; readonly fautes: readonly string[] }

export type Verification = {
  /** Une phrase affirmative, vraie quand la vérification passe. */
  readonly nom: string
  verifier(racine: string): Promise<Verdict>
}

export const conclure = (fautes: readonly string[], bilan: string): Verdict =>
  fautes.length === 0 ? { ok: true, bilan } : { ok: false, fautes }

export type Bilan = { readonly passees: number; readonly echouees: number }

/** Au-delà, une liste de fautes ne se lit plus ; le reste est compté. */
const maximum = 40

const secondes = (debut: number) => ((performance.now() - debut) / 1000).toFixed(1).replace('.', ',')

/** Exécute toutes les vérifications, même après un échec, et écrit une ligne pour chacune. */
export const executerVerifications = async (
  racine: string,
  verifications: readonly Verification[],
  ecrire: (ligne: string) => void,
): Promise<Bilan> => {
  let echouees = 0
  for (const { nom, verifier } of verifications) {
    const debut = performance.now()
    let verdict: Verdict
    try {
      verdict = await verifier(racine)
    } catch (erreur) {
      // Une vérification qui tombe n’a rien vérifié.
      const texte = erreur instanceof Error ? (erreur.stack ?? erreur.message) : String(erreur)
      verdict = { ok: false, fautes: ['La vérification elle-même est tombée :', ...texte.split('\n')] }
    }
    if (verdict.ok) {
      ecrire(`✔ ${nom} (${secondes(debut)} s) : ${verdict.bilan}`)
      continue
    }
    echouees += 1
    ecrire(`✘ ${nom} (${secondes(debut)} s) : non`)
    for (const faute of verdict.fautes.slice(0, maximum)) ecrire(`    ${faute}`)
    const reste = verdict.fautes.length - maximum
    if (reste > 0) ecrire(`    … et ${reste} autres.`)
  }
  return { passees: verifications.length - echouees, echouees }
}
