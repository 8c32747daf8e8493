import { compter } from '#kernel/texte.ts'
import { Button, Field, Form, Section, TextArea } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { finDesAmendements, JOURS_D_AMENDEMENT, sAmende } from '../domain/compte-rendu.ts'
import { direJour } from '../domain/dire.ts'
import { retourUrl } from '../liens.ts'
import { adresseDuBrouillon, BrouillonRepris, GarderBrouillon } from './brouillon.page.tsx'
import { etatsCompteRendu } from './dire.ts'
import { Recit } from './recit.tsx'
import { gesteUrl, nomDe, type VieReunion } from './reunion-vie.ts'

export const Presences = (v: VieReunion) => {
  const { r, u } = v
  const membres = r.membres.filter((m) => m.etat === 'active')
  const note = new Map(v.presences.map((p) => [p.organisme, p.personnes]))
  const annonces = (o: string) => v.reponses.filter((x) => x.organisme === o && x.dit === 'oui').length
  const form =
    v.forms.presences ??
    emptyForm(undefined, {
      // Rien noté encore : ce qui était annoncé, à corriger.
      presence: membres.map((m) => ({
        personnes:
          (v.presences.length > 0 ? note.get(m.organisme) : annonces(m.organisme) || undefined) ?? '',
      })),
      invites: u.invites,
    })
  const total = v.presences.reduce((n, p) => n + p.personnes, 0)
  return (
    <Section
      titre="Qui était là"
      id="presences"
      {...(total > 0
        ? { sous: `${compter(total, 'personne')}, ${compter(v.presences.length, 'coopérative')}` }
        : {})}
    >
      {v.presences.length > 0 ? (
        <p>
          {v.presences.map((p) => `${nomDe(r, p.organisme)} (${p.personnes})`).join(', ')}
          {u.invites ? `. Invités : ${u.invites}` : ''}.
        </p>
      ) : (
        <p>Qui anime le note le jour même : combien de personnes, de quelle coopérative.</p>
      )}
      {r.anime ? (
        <details
          class="volet"
          open={v.forms.presences !== undefined || (u.compteRendu === 'brouillon' && total === 0)}
        >
          <summary>Noter les présences</summary>
          <Form form={form} action={gesteUrl(r, u, 'presences')} classe="court">
            <div class="champs">
              {membres.map((m, i) => (
                <>
                  <input type="hidden" name={`presence[${i}].cooperative`} value={m.organisme} />
                  <Field
                    form={form}
                    name={`presence[${i}].personnes`}
                    label={m.nom}
                    inputmode="numeric"
                    unite="personnes"
                  />
                </>
              ))}
              <Field
                form={form}
                name="invites"
                label="Invités"
                optional
                span={3}
                hint="hors du pôle : nom, organisation"
              />
            </div>
            <p class="gestes-l">
              <Button genre="main">Noter les présences</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </Section>
  )
}

const gestesCr = {
  brouillon: [['amendement', 'Ouvrir aux amendements']],
  amendement: [
    ['valide', 'Valider le compte rendu'],
    ['brouillon', 'Revenir au brouillon'],
  ],
  valide: [],
  publie: [],
} as const

export const CompteRendu = (v: VieReunion) => {
  const { r, u } = v
  const form = v.forms.recit ?? emptyForm(undefined, { recit: u.recit })
  const ecrit = u.compteRendu === 'brouillon' || u.compteRendu === 'amendement'
  const amende = v.forms.amendements ?? emptyForm()
  const attend =
    u.compteRendu === 'amendement' && u.amendementLe !== null && sAmende(u.amendementLe, v.maintenant)
  return (
    <Section titre="Compte rendu" id="compte-rendu" sous={etatsCompteRendu[u.compteRendu]}>
      {u.recit ? (
        <div class="prose recit-lu">
          <Recit texte={u.recit} niveau={3} />
        </div>
      ) : (
        <p>
          Le récit n’est pas encore écrit. Quelques paragraphes suffisent ; les faits sont déjà notés
          ailleurs.
        </p>
      )}
      {u.compteRendu === 'amendement' && u.amendementLe ? (
        <p class="sub">
          Ouvert aux amendements le {direJour(u.amendementLe, u.zone)}.{' '}
          {attend
            ? `Jusqu’au ${direJour(finDesAmendements(u.amendementLe), u.zone)} à la même heure, chaque membre peut amender\u00a0: le compte rendu ne se valide pas, et le «\u00a0Retour sur\u00a0» ne se publie pas. Les décisions et les engagements, eux, courent déjà.`
            : `Les ${JOURS_D_AMENDEMENT} jours pour amender sont passés\u00a0: le compte rendu peut être validé, puis publié.`}
        </p>
      ) : null}
      {v.amendements.length > 0 ? (
        <ul class="puces">
          {v.amendements.map((a) => (
            <li>
              {a.par} : {a.texte}
            </li>
          ))}
        </ul>
      ) : null}
      {r.participe && u.compteRendu === 'amendement' ? (
        <details class="volet" open={v.forms.amendements !== undefined}>
          <summary>Proposer un amendement</summary>
          <Form form={amende} action={gesteUrl(r, u, 'amendements')} classe="court">
            <div class="champs">
              <TextArea form={amende} name="amendement" label="Ce que vous corrigeriez" rows={2} />
            </div>
            <p class="gestes-l">
              <Button genre="main">Proposer l’amendement</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {r.anime && u.etat === 'tenue' ? (
        <>
          {ecrit ? (
            <details class="volet" open={v.forms.recit !== undefined || u.recit === ''}>
              <summary>Écrire le récit</summary>
              {v.brouillon ? <BrouillonRepris b={v.brouillon} /> : null}
              <Form
                form={form}
                action={gesteUrl(r, u, 'recit')}
                classe="court"
                brouillon={adresseDuBrouillon(v.brouillon)}
              >
                <div class="champs">
                  <TextArea
                    form={form}
                    name="recit"
                    label="Récit"
                    rows={12}
                    hint="## pour un titre, - pour une liste, **gras**, [mot](https://adresse). Rien d’autre ne compte."
                  />
                </div>
                <p class="gestes-l">
                  <Button genre="main">Garder le récit</Button>
                  {v.brouillon ? <GarderBrouillon b={v.brouillon} /> : null}
                </p>
              </Form>
            </details>
          ) : null}
          <Form
            form={v.forms['compte-rendu'] ?? emptyForm()}
            action={gesteUrl(r, u, 'compte-rendu')}
            classe="court"
          >
            <p class="gestes-l">
              {gestesCr[u.compteRendu]
                .filter(([vers]) => !(attend && vers === 'valide'))
                .map(([vers, libelle]) => (
                  <Button geste={vers}>{libelle}</Button>
                ))}
              {u.compteRendu === 'valide' || u.compteRendu === 'publie' ? (
                <a class="button main" href={retourUrl({ pole: r.pole.id, reunion: u.id })}>
                  {u.compteRendu === 'publie' ? 'Voir le retour publié' : 'Publier le « Retour sur »'}
                </a>
              ) : (
                <a href={retourUrl({ pole: r.pole.id, reunion: u.id })}>Aperçu du « Retour sur »</a>
              )}
            </p>
          </Form>
        </>
      ) : null}
    </Section>
  )
}
