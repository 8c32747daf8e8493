/** Sortir d’un dossier, ou l’abandonner. */
import { Button, Form, Section, TextArea } from '#web/components.tsx'
import { adresse, formDe, type Props } from './dossier-vue.tsx'

export const Partir = ({ lu, revenu }: Props) => {
  const form = formDe(revenu, 'quitter')
  const signe = lu.d.g.signeLe !== null
  const gele = lu.d.g.limite <= lu.le && !signe
  return (
    <Section titre={lu.mandataire ? 'Abandonner' : 'Sortir'} id="quitter">
      {gele ? (
        <p>
          Entre la date limite et la signature du marché, la composition ne change pas (R2142-26 du code de la
          commande publique).
        </p>
      ) : signe && lu.mandataire ? (
        <p>Le marché est signé : son mandataire n’en sort pas, et ce que chacun y a fait reste.</p>
      ) : (
        <>
          <p>
            {lu.mandataire
              ? 'Le mandataire n’en sort qu’en l’abandonnant pour tous : ce qui y est écrit s’efface, les passages restent.'
              : signe
                ? 'Vos accès se ferment. Le marché est signé : ce que vous avez écrit et versé reste, les autres membres le lisent encore.'
                : 'Vos accès se ferment, ce que vous avez écrit s’efface, votre passage reste. Vous n’entrerez dans aucun autre dossier de ce lot.'}
          </p>
          <Form form={form} action={adresse(lu, 'quitter')} classe="court">
            <TextArea form={form} name="motif" label="Pourquoi" rows={2} />
            <p class="gestes-l">
              <Button genre="grave">{lu.mandataire ? 'Abandonner le dossier' : 'Sortir du dossier'}</Button>
            </p>
          </Form>
        </>
      )}
    </Section>
  )
}
