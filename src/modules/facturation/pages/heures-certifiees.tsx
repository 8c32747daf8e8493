/** Ce qu’un avoir rend ne se retire d’aucun certificat : l’écran le dit, et ce qu’il faut faire. Rien n’en est retenu. */
import { formaterDuree } from '#kernel/heures.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { certificatsUrl } from '#modules/emargement/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { Alert } from '#web/components.tsx'
import type { ProjetVerifie } from '../gestes/verifier-projet.ts'

/** Au-delà, on compte les personnes au lieu de les nommer. */
const nommesAuPlus = 4

const QueFaire = ({ session }: { readonly session: string }) => (
  <>
    Si ces heures n’ont pas été suivies, corrigez les présences depuis{' '}
    <a href={sessionUrl({ session })}>la session</a>, puis émettez de nouveau{' '}
    <a href={certificatsUrl({ session })}>le certificat</a> : il remplacera le premier. Si elles l’ont été,
    facturez-les à qui les doit, ou faites plutôt une remise, qui les laisse facturées.
  </>
)

/** Sous le formulaire qui prépare l’avoir : ceux que la facture compte ont déjà leur certificat. */
export const DejaCertifiees = ({
  numeros,
  session,
}: {
  readonly numeros: readonly string[]
  readonly session: string
}) => (
  <p class="sub l3">
    Un avoir ne change aucun certificat : les heures qu’il rend y restent (
    {numeros.length > nommesAuPlus
      ? compter(numeros.length, 'certificat émis', { pluriel: 'certificats émis' })
      : enumerer(numeros)}
    ). <QueFaire session={session} />
  </p>
)

/** Avant d’émettre : combien, de qui, et sur quel certificat. */
export const EncoreCertifiees = ({
  certifiees,
  session,
}: {
  readonly certifiees: ProjetVerifie['certifiees']
  readonly session: string
}) => {
  const nommes = certifiees.slice(0, nommesAuPlus)
  const autres = certifiees.length - nommes.length
  return (
    <Alert fort="Ces heures restent certifiées.">
      L’avoir rend{' '}
      {enumerer([
        ...nommes.map((h) => `${formaterDuree(h.minutes)} à ${h.nom} (certificat ${h.numeros})`),
        ...(autres > 0
          ? [`des heures à ${compter(autres, 'autre stagiaire', { pluriel: 'autres stagiaires' })}`]
          : []),
      ])}
      , et ne change aucun certificat. <QueFaire session={session} />
    </Alert>
  )
}
