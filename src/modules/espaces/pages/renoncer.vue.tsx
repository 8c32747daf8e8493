import { Section } from '#web/components.tsx'

/** À la personne, et à elle seule : son droit de changer d’avis, là où elle retrouve ses papiers, tant qu’il court. */
export const ARenoncer = ({
  contrats,
}: {
  contrats: readonly { readonly numero: string; readonly href: string }[]
}) =>
  contrats.length === 0 ? null : (
    <Section titre="Changer d’avis" id="renoncer">
      <ul>
        {contrats.map((c) => (
          <li>
            {`Contrat ${c.numero} : `}
            <a href={c.href}>
              renoncer au contrat ici<span class="unseen">{`, ${c.numero}`}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
