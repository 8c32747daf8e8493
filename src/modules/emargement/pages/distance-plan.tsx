/** Ce que la loi demande, personne par personne, et le plan des activités. */
import type { Child } from 'hono/jsx'
import { formaterDuree } from '#kernel/heures.ts'
import { Button, Empty, Etat, Field, Form, SelectField, Table } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import type { InscriptionLue } from '../db/certificats.ts'
import { type GenrePrevu, genresPrevus, heuresDuLieu, realiseePar } from '../domain/a-part.ts'
import { type Branche, branchesAfest, branchesDistance } from '../domain/branches.ts'
import type { VueDistance } from '../gestes/distance.ts'
import { distanceUrl } from '../liens.ts'
import type { FormPlan } from './distance-commun.ts'

const seSuit: Readonly<Record<GenrePrevu, string>> = {
  asynchrone: 'à distance, à son heure',
  situation: 'en situation de travail',
  reflexion: 'en phase réflexive, après une mise en situation',
}
export const Branches = ({ v }: { v: VueDistance }) => {
  const annonce = v.plan.some((p) => p.genre === 'asynchrone')
  const faits = { annonce, elements: v.elements }
  const afest =
    v.elements.some((e) => e.genre.startsWith('afest-')) || v.plan.some((p) => p.genre !== 'asynchrone')
  const distance = v.session.modalite !== 'presentiel' || annonce || v.listes.length > 0
  const premiere = v.inscriptions[0]
  if (!premiere || (!distance && !afest))
    return (
      <p>
        Rien n’est à distance ni en situation de travail ici. Écrivez un plan, ou notez une première mise en
        situation, et chaque condition de la loi se montre à cette place.
      </p>
    )
  const colonnes = (lire: (id: InscriptionLue['id']) => readonly Branche[]) =>
    lire(premiere.id).map((modele, n) => ({
      titre: modele.titre,
      cell: (i: InscriptionLue): Child => {
        const b = lire(i.id)[n]
        return <Etat etat={b?.satisfaite ? 'prouve' : 'manquant'} />
      },
    }))
  const heures = (ou: 'distance' | 'travail') => ({
    titre: 'Fait sur prévu',
    nombre: true,
    cell: (i: InscriptionLue) => {
      const h = heuresDuLieu(ou, v.plan, v.elements, i.id)
      return `${formaterDuree(h.realiseMin)} sur ${formaterDuree(h.planifieMin)}`
    },
  })
  const personne = { titre: 'Stagiaire', entete: true, cell: (i: InscriptionLue) => `${i.prenom} ${i.nom}` }
  return (
    <>
      {distance ? (
        <>
          <h3>À distance, article D6313-3-1</h3>
          <Table
            legende="Ce que D6313-3-1 demande, par stagiaire"
            lignes={v.inscriptions}
            colonnes={[personne, ...colonnes((id) => branchesDistance(faits, id)), heures('distance')]}
          />
        </>
      ) : null}
      {afest ? (
        <>
          <h3>En situation de travail, article D6313-3-2</h3>
          <Table
            legende="Ce que D6313-3-2 demande, par stagiaire"
            lignes={v.inscriptions}
            colonnes={[personne, ...colonnes((id) => branchesAfest(faits, id)), heures('travail')]}
          />
        </>
      ) : null}
    </>
  )
}

export const Plan = ({ v, note, form }: { v: VueDistance; note: boolean; form: FormPlan }) => {
  const session = v.session.id
  return (
    <>
      {v.plan.length === 0 ? (
        <Empty titre="Aucune activité au plan.">
          Ce qu’il y a à faire et combien de temps cela prend : la loi veut que chacun le sache avant de
          commencer (D6313-3-1, 2°). La durée estimée s’acquiert quand l’activité est réalisée.
        </Empty>
      ) : (
        <Table
          legende="Plan des activités"
          lignes={v.plan}
          colonnes={[
            { titre: 'Activité', entete: true, cell: (p) => p.intitule },
            {
              titre: 'Se suit',
              cell: (p) => seSuit[p.genre],
            },
            { titre: 'Durée estimée', nombre: true, cell: (p) => formaterDuree(p.minutes) },
            {
              titre: 'Réalisée par',
              nombre: true,
              cell: (p) => `${realiseePar(p, v.elements)} sur ${v.inscriptions.length}`,
            },
            ...(note
              ? [
                  {
                    titre: 'Geste',
                    cell: (p: (typeof v.plan)[number]) =>
                      realiseePar(p, v.elements) > 0 ? (
                        ''
                      ) : (
                        <Form form={emptyForm()} action={distanceUrl({ session })} classe="">
                          <input type="hidden" name="activite" value={p.id} />
                          <Button genre="link" geste="retirer">
                            Retirer<span class="unseen"> {p.intitule}</span>
                          </Button>
                        </Form>
                      ),
                  },
                ]
              : []),
          ]}
          pied={[
            'Total',
            '',
            formaterDuree(v.plan.reduce((t, p) => t + p.minutes, 0)),
            '',
            ...(note ? [''] : []),
          ]}
        />
      )}
      {note ? (
        <Form
          form={form}
          action={distanceUrl({ session })}
          noms={{ genre: 'Façon de suivre', intitule: 'Activité', minutes: 'Durée' }}
        >
          <div class="champs">
            <Field form={form} name="intitule" label="Activité à effectuer" maxlength={250} span={3} />
            <SelectField
              form={form}
              name="genre"
              label="Se suit"
              vide="choisir"
              options={[...genresPrevus.map((value) => ({ value, label: seSuit[value] }))]}
            />
            <Field form={form} name="minutes" label="Durée estimée" placeholder="1 h 30" />
          </div>
          <p>
            <Button genre="main" geste="prevoir">
              Ajouter au plan
            </Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}
