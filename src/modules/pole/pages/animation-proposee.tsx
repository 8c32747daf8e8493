import { Button, Form, Section } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { poleUrl } from '../liens.ts'
import type { ViePole } from './pole-vie.ts'

/** Animer se propose : qui anime un pôle où l’on répond aux marchés n’entre dans aucun dossier. */
export const AnimationProposee = ({ r, forms = {} }: ViePole) => (
  <Section
    titre="L’animation vous est confiée"
    id="animer"
    sous="Tant que vous n’avez pas répondu, rien ne change. Si ce pôle a ouvert l’intérêt à l’aveugle, animer vous ferme tout dossier de marché."
  >
    <Form form={forms.animer ?? emptyForm()} action={`${poleUrl({ pole: r.pole.id })}/animer`} classe="">
      <p class="gestes-l">
        <Button genre="main" geste="oui">
          Animer ce pôle
        </Button>{' '}
        <Button geste="non">Ne pas l’animer</Button>
      </p>
    </Form>
  </Section>
)
