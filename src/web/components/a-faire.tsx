import { ButtonLink, UnClic } from '#web/components/form.tsx'
import type { AFaire } from '#web/contributions.ts'

/** Un seul appel par écran : le premier geste, s’il est le plus pressant. */
export const AFaireListe = ({
  gestes,
  appel = false,
}: {
  readonly gestes: readonly AFaire[]
  readonly appel?: boolean
}) => (
  <ol class="gestes">
    {gestes.map((g, i) => (
      <li class="geste">
        <h3>
          <b>{g.verbe}</b> {g.chose}
        </h3>
        <p>{g.detail}</p>
        {g.direct ? (
          <div class="geste-do">
            <UnClic
              direct={g.direct}
              {...(appel && i === 0 ? { genre: 'call' as const } : {})}
              pour={g.chose}
            />
            <a href={g.href}>Voir</a>
          </div>
        ) : (
          <p class="geste-do">
            {appel && i === 0 ? (
              <ButtonLink href={g.href} genre="call">
                {g.geste}
              </ButtonLink>
            ) : (
              <ButtonLink href={g.href}>{g.geste}</ButtonLink>
            )}
          </p>
        )}
      </li>
    ))}
  </ol>
)
