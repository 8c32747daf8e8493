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

type Passage = { readonly nom: string; readonly duree: string; readonly verdict: Verdict }

const passer = async (racine: string, { nom, verifier }: Verification): Promise<Passage> => {
  const debut = performance.now()
  try {
    const verdict = await verifier(racine)
    return { nom, duree: secondes(debut), verdict }
  } catch (erreur) {
    // Une vérification qui tombe n’a rien vérifié.
    const texte = erreur instanceof Error ? (erreur.stack ?? erreur.message) : String(erreur)
    const fautes = ['La vérification elle-même est tombée :', ...texte.split('\n')]
    return { nom, duree: secondes(debut), verdict: { ok: false, fautes } }
  }
}

/**
 * Exécute toutes les vérifications à la fois, même après un échec, et écrit une ligne pour chacune, dans l’ordre donné.
 * Celles qui lancent un programme viennent en tête de liste : il travaille pendant que les autres lisent ici.
 */
export const executerVerifications = async (
  racine: string,
  verifications: readonly Verification[],
  ecrire: (ligne: string) => void,
): Promise<Bilan> => {
  let echouees = 0
  const passages = verifications.map((verification) => passer(racine, verification))
  for (const passage of passages) {
    const { nom, duree, verdict } = await passage
    if (verdict.ok) {
      ecrire(`✔ ${nom} (${duree} s) : ${verdict.bilan}`)
      continue
    }
    echouees += 1
    ecrire(`✘ ${nom} (${duree} s) : non`)
    for (const faute of verdict.fautes.slice(0, maximum)) ecrire(`    ${faute}`)
    const reste = verdict.fautes.length - maximum
    if (reste > 0) ecrire(`    … et ${reste} autres.`)
  }
  return { passees: verifications.length - echouees, echouees }
}
