import { type Avertissement, type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enumerer } from '#kernel/texte.ts'
import {
  ecartsIdentite,
  type IdentiteSaisie,
  reglerIdentite as lireIdentite,
  type RefusIdentite,
} from '../domain/identite.ts'
import { type PortsOrganisme, type RefusEntreTemps, refuserEntreTemps } from './ports.ts'

export type Regler = {
  readonly saisie: Omit<IdentiteSaisie, 'code'>
  /** Octets d'un SVG, `null` pour ôter le logo, absent pour le garder. */
  readonly logo?: Uint8Array | null
  /** Vrai si la fiche a changé depuis l'ouverture du formulaire. */
  readonly entreTemps?: boolean
}

type Ports = Pick<
  PortsOrganisme,
  | 'organisme'
  | 'consigner'
  | 'declarationDUnCommun'
  | 'enregistrerIdentite'
  | 'empreinteDuLogo'
  | 'rangerLogo'
  | 'verifierLogo'
>

const lireLogo = ({ verifierLogo }: Pick<Ports, 'verifierLogo'>, octets: Uint8Array): Refus | undefined => {
  const phrase = verifierLogo(new TextDecoder().decode(octets))
  return phrase === undefined ? undefined : refus('logo', phrase)
}

/** Rend ce qui est à vérifier sans rien empêcher. Rien ne change, rien n'est consigné ; rien n'écrase ce qu'une autre personne vient d'écrire. */
export const reglerIdentite =
  (ports: Ports) =>
  async ({
    saisie,
    logo,
    entreTemps = false,
  }: Regler): Promise<
    Result<readonly Avertissement[], RefusIdentite | { code: 'logo'; phrase: string } | RefusEntreTemps>
  > => {
    const lue = lireIdentite({ ...saisie, code: ports.organisme.code })
    const mauvais = logo ? lireLogo(ports, logo) : undefined
    if (!lue.ok) return lue
    if (mauvais) return ko({ code: 'logo', phrase: mauvais.phrase })
    const { identite, avertissements } = lue.value
    const { organisme } = ports
    if (identite.nda && identite.nda !== organisme.nda && (await ports.declarationDUnCommun(identite.nda)))
      return ko({
        code: 'identite-invalide',
        champs: {
          nda: refus(
            'declaration-commune',
            'Ce numéro est celui de l’organisme commun dont vous êtes membre, ou d’une de ses membres si vous êtes cet organisme : il ne vaut que pour ce que son titulaire contracte et facture lui-même (notre lecture de C. trav., L6351-1).',
          ),
        },
      })
    const empreinte = logo ? ports.empreinteDuLogo(logo) : logo
    const ecarts = [
      ...ecartsIdentite(organisme, identite),
      ...(empreinte !== undefined && empreinte !== organisme.logo ? ['le logo'] : []),
    ]
    // Le même envoi reçu deux fois ne trouve rien à changer : ce n'est pas l'écriture d'une autre personne.
    if (ecarts.length === 0) return ok(avertissements)
    if (entreTemps) return refuserEntreTemps('La fiche')
    if (logo) await ports.rangerLogo(logo)
    await ports.enregistrerIdentite(identite, empreinte)
    await ports.consigner({
      geste: 'regler-identite',
      objet: { genre: 'organisme', id: organisme.id },
      phrase: `La fiche de la coopérative a changé\u00a0: ${enumerer(ecarts)}.`,
    })
    return ok(avertissements)
  }
