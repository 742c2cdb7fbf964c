using System.Linq.Expressions;
using System.Reflection;

namespace SocketGateway.Protocols.Sessions;

/// <summary>Makes the state that a session begins with. <c>new()</c> is not enough: <c>record Thermostat(int Target = 20)</c> has no constructor without parameters.</summary>
internal static class StateFactory<TState>
    where TState : class
{
    /// <summary>Calls the constructor with the fewest parameters, all of which must have a default.</summary>
    public static readonly Func<TState> Create = Compile();

    private static Func<TState> Compile()
    {
        var constructor = typeof(TState).GetConstructors().Where(c => c.GetParameters().All(p => p.HasDefaultValue)).MinBy(c => c.GetParameters().Length);
        if (constructor is null) return () => throw new SessionException($"{typeof(TState)} cannot be a session's state: it needs a public constructor that can be called without arguments");
        return Expression.Lambda<Func<TState>>(Expression.New(constructor, constructor.GetParameters().Select(Default))).Compile();
    }

    private static Expression Default(ParameterInfo parameter) => parameter.DefaultValue is { } value
        ? Expression.Convert(Expression.Constant(value), parameter.ParameterType)
        : Expression.Default(parameter.ParameterType);
}
